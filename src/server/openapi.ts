import {
  asksByBody,
  contract,
  type ErrorName,
  errors,
  generalErrors,
  type InterfaceDeclaration,
  type Output,
} from '../contract/index.ts'
import { version } from './version.ts'

/** The contract as an OpenAPI 3.1 document. */
export function openApi(): Output<(typeof contract)['getOpenApi']> {
  const paths: Record<string, object> = {}
  for (const [name, spec] of Object.entries<InterfaceDeclaration>(contract)) {
    const [method = '', path = ''] = spec.http.split(' ')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(name, spec) }
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Jadeite', version },
    paths,
    components: {
      schemas: {
        Error: {
          type: 'object',
          properties: { errcode: { type: 'integer' }, errmsg: { type: 'string' } },
          required: ['errcode', 'errmsg'],
        },
      },
      securitySchemes: {
        accessToken: {
          type: 'apiKey',
          in: 'query',
          name: 'access_token',
          description: 'The access token of an account, or the authorizer_access_token that stands for it',
        },
        componentToken: {
          type: 'apiKey',
          in: 'query',
          name: 'access_token',
          description: 'The component_access_token; component_access_token is taken as its name, too',
        },
        admin: { type: 'http', scheme: 'bearer', description: 'The key of --admin-key, where one is set' },
      },
    },
  }
}

function operation(name: string, spec: InterfaceDeclaration): object {
  return {
    operationId: name,
    summary: spec.title,
    externalDocs: { url: spec.docs },
    ...security(spec),
    ...(asksByBody(spec)
      ? { requestBody: json(spec.request, spec.example.request, true) }
      : { parameters: queryParameters(spec) }),
    responses: {
      200: {
        description: 'Success, or an error: the status is 200 for both',
        ...json({ anyOf: [spec.response, { $ref: '#/components/schemas/Error' }] }, spec.example.response),
      },
    },
    'x-cloud-call': spec.cloudCall,
    'x-permission-sets': spec.permissionSets,
    'x-accounts': spec.accounts,
    'x-errors': [...generalErrors(spec), ...spec.errors].map(errorRow),
  }
}

// A secret is in the request itself, which is no scheme of OpenAPI.
function security({ credential, alsoAuthorizerToken }: InterfaceDeclaration): { security?: object[] } {
  if (credential === 'appSecret' || credential === 'componentSecret') return {}
  const others = [...(alsoAuthorizerToken ? [{ accessToken: [] }] : []), ...(credential === 'admin' ? [{}] : [])]
  return { security: [{ [credential]: [] }, ...others] }
}

const json = (schema: unknown, example: unknown, required?: true): object => ({
  ...(required && { required }),
  content: { 'application/json': { schema, example } },
})

function queryParameters({ request, example }: InterfaceDeclaration): object[] {
  const { properties = {}, required = [] } = request as {
    properties?: Record<string, { description?: string }>
    required?: string[]
  }
  return Object.entries(properties).map(([key, schema]) => ({
    name: key,
    in: 'query',
    description: schema.description,
    required: required.includes(key),
    schema,
    example: (example.request as Record<string, unknown>)[key],
  }))
}

const errorRow = (name: ErrorName): object => ({
  name,
  errcode: errors[name].errcode,
  errmsg: errors[name].errmsg,
  advice: errors[name].advice,
})

import * as Type from 'typebox'
import { defineInterface } from './interface.ts'

/** This very contract as an OpenAPI 3.1 document. */
export const getOpenApi = defineInterface({
  title: 'Read the OpenAPI document',
  docs: 'https://spec.openapis.org/oas/v3.1.1.html',
  http: 'GET /_jadeite/openapi.json',
  credential: 'admin',
  request: Type.Object({}),
  response: Type.Object({
    openapi: Type.String(),
    info: Type.Object({ title: Type.String(), version: Type.String() }),
    paths: Type.Object({}),
    components: Type.Object({}),
  }),
  errors: [],
  example: {
    request: {},
    response: { openapi: '3.1.1', info: { title: 'Jadeite', version: '0.1.0' }, paths: {}, components: {} },
  },
})

import * as Type from 'typebox'
import { AuthorizerAppid, ComponentAppid, exampleAuthorizer, exampleComponent } from './component-fields.ts'
import { Done, done } from './fields.ts'
import { defineInterface } from './interface.ts'

const folder = 'https://developers.weixin.qq.com/doc/oplatform/'
const page = (name: string) => `${folder}openApi/authorization-management/${name}.html`
const oldPage = (name: string) => `${folder}en/Third-party_Platforms/api/${name}.html`

const OptionName = Type.String({ description: 'location_report, voice_recognize or customer_service' })
const OptionValue = Type.String({ description: '"0" or "1"; location_report takes "2" as well' })

/** One of the three options of an authorizer, by the interface that names the account. */
export const getAuthorizerOption = defineInterface({
  title: 'Read an option of an authorizer',
  docs: oldPage('api_get_authorizer_option'),
  http: 'POST /cgi-bin/component/api_get_authorizer_option',
  credential: 'componentToken',
  request: Type.Object({
    component_appid: ComponentAppid,
    authorizer_appid: AuthorizerAppid,
    option_name: OptionName,
  }),
  response: Type.Object({ authorizer_appid: AuthorizerAppid, option_name: OptionName, option_value: OptionValue }),
  errors: ['COMPONENT_NOT_AUTHORIZED', 'INVALID_OPTION_NAME'],
  example: {
    request: {
      component_appid: exampleComponent,
      authorizer_appid: exampleAuthorizer,
      option_name: 'voice_recognize',
    },
    response: { authorizer_appid: exampleAuthorizer, option_name: 'voice_recognize', option_value: '1' },
  },
})

/** Sets one of the three options of an authorizer, by the interface that names the account. */
export const setAuthorizerOption = defineInterface({
  title: 'Set an option of an authorizer',
  docs: oldPage('api_set_authorizer_option'),
  http: 'POST /cgi-bin/component/api_set_authorizer_option',
  credential: 'componentToken',
  request: Type.Object({
    component_appid: ComponentAppid,
    authorizer_appid: AuthorizerAppid,
    option_name: OptionName,
    option_value: OptionValue,
  }),
  response: Done,
  errors: ['COMPONENT_NOT_AUTHORIZED', 'INVALID_OPTION_NAME', 'INVALID_OPTION_VALUE'],
  example: {
    request: {
      component_appid: exampleComponent,
      authorizer_appid: exampleAuthorizer,
      option_name: 'voice_recognize',
      option_value: '1',
    },
    response: done,
  },
})

// The pages disagree on the token: that of the authorizer, which says whose option it is, or that of the component, which
// does not. Both are taken; with the second, authorizer_appid says it (inferred).
const Whose = {
  component_appid: Type.Optional(ComponentAppid),
  authorizer_appid: Type.Optional(
    Type.String({ description: "The account, where the token is the component's and does not say it" }),
  ),
}

/** One of the three options of an authorizer, by the newer interface: the token says which account. */
export const getAuthorizerOptionInfo = defineInterface({
  title: "Read an option of the token's account",
  docs: page('api_getauthorizeroptioninfo'),
  http: 'POST /cgi-bin/component/get_authorizer_option',
  credential: 'componentToken',
  alsoAuthorizerToken: true,
  request: Type.Object({ option_name: OptionName, ...Whose }),
  response: Type.Object({ option_name: OptionName, option_value: OptionValue }),
  errors: ['COMPONENT_NOT_AUTHORIZED', 'INVALID_OPTION_NAME'],
  example: {
    request: { option_name: 'voice_recognize' },
    response: { option_name: 'voice_recognize', option_value: '1' },
  },
})

/** Sets one of the three options of an authorizer, by the newer interface: the token says which account. */
export const setAuthorizerOptionInfo = defineInterface({
  title: "Set an option of the token's account",
  docs: page('api_setauthorizeroptioninfo'),
  http: 'POST /cgi-bin/component/set_authorizer_option',
  credential: 'componentToken',
  alsoAuthorizerToken: true,
  request: Type.Object({ option_name: OptionName, option_value: OptionValue, ...Whose }),
  response: Done,
  errors: ['COMPONENT_NOT_AUTHORIZED', 'INVALID_OPTION_NAME', 'INVALID_OPTION_VALUE'],
  example: { request: { option_name: 'voice_recognize', option_value: '1' }, response: done },
})

import { expect, test } from 'vitest'
import { errors } from '../../src/contract/index.ts'
import { verifies } from '../harness.ts'

// The catalogue once more, as literals: what is on the wire must not change by a slip in the table that tests compare with.
const wire = `
-1 rid system error
40001 rid invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r
40002 rid invalid grant_type
40003 rid invalid openid
40013 rid invalid appid
40014 rid invalid access_token
40032 hint invalid openid list size
40050 hint invalid timeline type
40051 hint invalid group name
40066 rid invalid url
40092 hint invalid remark name
40125 rid invalid appsecret
40164 rid invalid ip {ip} ipv6 {ipv6}, not in whitelist
40201 rid invalid url
40202 rid invalid action
40203 rid invalid check_operator
40243 rid AppSecret已被冻结，请解冻后再次调用。
40170 rid args count exceed count limit
41001 rid access_token missing
41002 rid appid missing
41004 rid appsecret missing
41018 rid missing component_appid
42001 rid access_token expired
43001 rid require GET method
43002 rid require POST method
43004 rid require subscribe
44002 hint empty post data
45002 rid content size out of limit
45009 rid reach max api daily quota limit
45011 rid api minute-quota reach limit, must slower, retry next minute
45016 hint can't modify sys group
45017 hint can't set group name too long sys group
45018 hint too many group now, no need to add new
45056 hint too many tag now, no need to add new
45057 hint can't delete the tag that has too many fans
45058 hint can't modify sys tag
45059 hint can not tagging one user too much
45157 hint invalid tag name
45158 hint tag name too long
45159 hint invalid tag id
45171 hint some openid fail
47001 hint data format error
48001 rid api unauthorized
48006 rid forbid to clear quota because of reaching the limit
48004 rid api forbidden for irregularities, view detail on mp.weixin.qq.com
49003 hint not match openid with appid
50002 rid user limited
50005 hint user is unsubscribed
50007 rid 账号已冻结
61003 rid component is not authorized by this account
61004 rid access clientip is not registered requestIP: {ip}
61005 rid component ticket is expired
61006 rid component ticket is invalid
61007 rid api is unauthorized to component
61009 rid code is invalid
61010 rid code is expired
61011 rid invalid component
61012 rid invalid option name
61013 rid invalid option value
61014 rid must use component token for component api
61023 rid refresh_token is invalid
61024 rid must use api(api_component_token) to get token for component acct
61028 rid component is unpublished
76001 rid rid not found
76002 rid rid is error
76003 rid could not query this rid,no permission
76004 rid rid time is error
76021 rid cgi_path not found, please check
76022 rid could not use this cgi_path,no permission
85105 rid not authorized
85107 rid api not in whitelist
`

test('codes, tails and texts are those of the wire', {
  meta: verifies('errors.texts', 'errors.gateway-tail', 'errors.backend-tail'),
}, () => {
  const lines = Object.values(errors).map(({ errcode, tail, errmsg }) => `${errcode} ${tail} ${errmsg}`)
  expect(lines.toSorted()).toEqual(wire.trim().split('\n').toSorted())
})

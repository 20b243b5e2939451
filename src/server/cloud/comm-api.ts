import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { CloudError } from './errors.ts'

/** More arguments than that in one call are not read (inferred: no page gives a limit, and no interface takes ten). */
const MAX_PAIRS = 256

/** An argument of a cloud call by its name, with the bytes of its JSON text. */
export type Pair = readonly [key: string, value: Uint8Array]

/** CommApiData, the message in which `wx.openApi` brings its arguments. */
export interface CommApiData {
  /** 0 for an interface of the platform. */
  readonly apiType: number
  readonly pairs: readonly Pair[]
  /** The account that the call is for; '' where none is named. */
  readonly appid: string
}

/** Reads CommApiData; fields that it does not know are passed over. Throws CloudError, and nothing else. */
export function decodeCommApiData(bytes: Uint8Array): CommApiData {
  try {
    return commApiData(bytes)
  } catch {
    const advice = `send what wx-server-sdk makes of a call, with ${MAX_PAIRS} arguments at most`
    throw new CloudError('INVALID_PARAM', `requestData is no CommApiData message: ${advice}`)
  }
}

type Field = readonly [type: WireType, read: (reader: BinaryReader) => void]

function commApiData(bytes: Uint8Array): CommApiData {
  const data = { apiType: 0, pairs: [] as Pair[], appid: '' }
  const openApiData: Record<number, Field> = {
    1: [
      WireType.LengthDelimited,
      (reader) => {
        if (data.pairs.push(keyValuePair(reader.bytes())) > MAX_PAIRS) throw new RangeError('too many pairs')
      },
    ],
  }
  readMessage(bytes, {
    1: [
      WireType.Varint,
      (reader) => {
        data.apiType = reader.int32()
      },
    ],
    2: [WireType.LengthDelimited, (reader) => readMessage(reader.bytes(), openApiData)],
    6: [
      WireType.LengthDelimited,
      (reader) => {
        data.appid = reader.string(true)
      },
    ],
  })
  return data
}

function keyValuePair(bytes: Uint8Array): Pair {
  let key = ''
  let value: Uint8Array = new Uint8Array()
  readMessage(bytes, {
    1: [
      WireType.LengthDelimited,
      (reader) => {
        key = reader.string(true)
      },
    ],
    2: [
      WireType.LengthDelimited,
      (reader) => {
        value = reader.bytes()
      },
    ],
  })
  return [key, value]
}

// A field of another wire type than it has is one that is not known, as for every reader of protobuf.
function readMessage(bytes: Uint8Array, fields: Record<number, Field>): void {
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag()
    const field = fields[number]
    if (field?.[0] === type) field[1](reader)
    else reader.skip(type, number)
  }
}

/** CommOpenApiResp with the JSON that an interface answers. The SDK takes any other content type for a file. */
export const encodeAnswer = (json: string): Uint8Array =>
  new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string(json)
    .tag(2, WireType.LengthDelimited)
    .string('application/json; encoding=utf-8')
    .tag(4, WireType.Varint)
    .uint32(200)
    .finish()

/** CommOpenApiResp of a call that did not come to an interface. */
export const encodeErrorCode = (errorCode: number): Uint8Array =>
  new BinaryWriter().tag(3, WireType.Varint).int32(errorCode).tag(4, WireType.Varint).uint32(200).finish()

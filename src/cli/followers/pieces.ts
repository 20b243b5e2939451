import type { Piece, Place, ReadPiece } from './piece.ts'
import { PIECE, type Source } from './source.ts'

/** The pieces of a source from a place on. Each begins where the one before ends, so nothing is kept between them. */
export async function* pieces(source: Source, read: ReadPiece, from: Place): AsyncGenerator<Piece> {
  let place = from
  for (;;) {
    const bytes = await source.read(place.position)
    if (bytes.length === 0) return
    const piece = await read(bytes, place, bytes.length < PIECE)
    place = piece.isCut ? await nextLine(source, piece.end) : piece.end
    yield { ...piece, end: place }
  }
}

async function nextLine(source: Source, { position, line }: Place): Promise<Place> {
  for (let at = position; ; at += PIECE) {
    const bytes = await source.read(at)
    const end = bytes.indexOf('\n') + 1
    if (end > 0 || bytes.length < PIECE) return { position: at + (end || bytes.length), line }
    source.passed(at)
  }
}

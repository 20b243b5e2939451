import test from 'node:test'
import tag from './tag.cjs'

test('a tag is made', () => tag('node --test'))

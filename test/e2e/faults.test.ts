import { expect, test } from 'vitest'
import { refused, temporaryFolder, verifies } from '../harness.ts'
import { run, serve } from './process.ts'

test('faults lists, adds and clears', { meta: verifies('faults.cli') }, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path })
  const faults = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(['faults', ...words], { folder: folder.path })
    expect([code, stderr]).toEqual([0, ''])
    return stdout
  }
  expect(await faults()).toBe('There are no faults.\n')
  expect(await faults('add', 'createTag', '--error', '45009', '--times', '2')).toBe(
    'Fault 1 is there: times 2, error 45009\n',
  )
  expect(await faults('add', '*', '--latency', '5-20', '--when', 'after')).toBe(
    'Fault 2 is there: latencyMs 5-20, when after\n',
  )
  await refused('DAILY_QUOTA_REACHED', server.client.createTag({ tag: { name: '广东' } }))
  expect(await faults()).toBe(
    [
      'id  interface  seen  hit  what',
      '1   createTag  1     1    times 2, error 45009',
      '2   *          1     1    latencyMs 5-20, when after',
      '',
    ].join('\n'),
  )
  expect(JSON.parse(await faults('--json'))).toMatchObject([{ id: 1, hit: 1 }, { id: 2 }])
  expect(await faults('clear', '1')).toBe('1 cleared.\n')
  expect((await server.client.createTag({ tag: { name: '广东' } })).tag.id).toBe(100)
  expect(await faults('clear')).toBe('1 cleared.\n')

  const wrong = await run(['faults', 'add', 'createTagg', '--drop'], { folder: folder.path })
  expect([wrong.code, wrong.stdout]).toEqual([2, ''])
  expect(wrong.stderr).toMatch(/^jadeite: .*there is no interface createTagg \(perhaps createTag, .+\)\.\n$/)
})

test('a server that was asked to hang is stopped all the same', {
  meta: verifies('faults.closing', 'faults.cli'),
}, async () => {
  using folder = temporaryFolder()
  await using server = await serve({ folder: folder.path })
  await server.client.addFault({ interface: 'getTags', hang: true })
  await server.client.addFault({ interface: 'createTag', latencyMs: 60_000 })
  const hanging = server.client.getTags().catch((error: Error) => error.message)
  const late = server.client.createTag({ tag: { name: 'a' } }).catch((error: Error) => error.message)
  await expect
    .poll(async () => (await server.client.getFaults()).faults.map(({ hit }) => hit), { timeout: 10_000 })
    .toEqual([1, 1])
  const began = performance.now()
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' })
  expect(performance.now() - began).toBeLessThan(9000) // what is late has the 5 s that every call has
  expect(await hanging).toContain('does not answer')
  expect(await late).toContain('does not answer')
})

import { Command } from 'commander'
import { examples } from '../declare.ts'

/** `jadeite init`. */
export const initCommand = () =>
  new Command('init')
    .description('Write jadeite.yaml, a seed file with one account, into this folder')
    .addHelpText('after', examples(['jadeite init && jadeite']))
    .action(async () => (await import('../commands/init.ts')).init())

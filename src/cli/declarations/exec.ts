import { Command } from 'commander'
import type { ExecOptions } from '../commands/exec.ts'
import { caFolder, examples, isYes, limits, logLevel, option, proxyOthers, rules, seed } from '../declare.ts'
import { UserError } from '../failure.ts'

/** `jadeite exec`. */
export const execCommand = (): Command =>
  new Command('exec')
    .description("Run a command against a server of its own; the platform's hosts that are written into it lead there")
    .usage('[options] -- <command…>')
    .argument('[command...]', 'the command and its own options, as in npm test')
    .passThroughOptions()
    .addOption(seed())
    .addOption(rules())
    .addOption(limits())
    .addOption(option('--keep', 'keep the state for a look afterwards (1 or true)', 'JADEITE_KEEP'))
    .addOption(proxyOthers())
    .addOption(caFolder())
    .addOption(logLevel())
    .addHelpText(
      'after',
      `${examples([
        'jadeite exec -- npm test',
        'jadeite exec --seed shop.yaml -- pytest -q',
        'jadeite exec -- sh -c \'curl -s "https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=$JADEITE_APPID&secret=$JADEITE_SECRET"\'',
        'jadeite exec -- env                            every variable that the command gets',
      ])}
The server keeps its state in memory and listens on free ports of this machine. The command finds its account in
JADEITE_APPID and JADEITE_SECRET (all of them in the file JADEITE_EXEC_READY_FILE), its address in JADEITE_URL, and proxy,
certificates and a preload for Node in the variables that its HTTP client reads.
Exit code: that of the command, and its signal; 2 when it could not be run.`,
    )
    .action(async ([first, ...words]: string[], options: Omit<ExecOptions, 'keep'>, command: Command) => {
      if (first === undefined)
        throw new UserError('There is no command to run: give one, as in jadeite exec -- npm test')
      await (await import('../commands/exec.ts')).exec([first, ...words], { ...options, keep: isYes(command, 'keep') })
    })

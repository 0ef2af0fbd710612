import {rootFiles} from '../../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import {createBox} from '../box.ts';
import {
  folder,
  group,
  inWordsOfMusl,
  laidMs,
  type Played,
  parseCommand,
  passwd,
  type Scene,
  variables,
} from './corpus.ts';

/** Runs a scene on the engine, as `record.ts` runs it on a real busybox. */
export async function play({files = {}, commands}: Scene): Promise<readonly Played[]> {
  const box = createBox();
  box.lay({'/etc/passwd': passwd, '/etc/group': group});
  const disk = rootFiles(box.space.mounts, box.clock.now);
  disk.makeDirectories(folder, 0o755);
  for (const [path, text] of Object.entries(files)) {
    const full = path.startsWith('/') ? path : `${folder}/${path}`;
    box.lay({[full]: text});
    disk.change(full, {modifiedMs: laidMs});
  }
  const results: Played[] = [];
  for (const command of commands) {
    const {argv, inputPath, inputText} = parseCommand(command);
    const input =
      inputPath === undefined
        ? (inputText ?? '')
        : disk.readText(inputPath.startsWith('/') ? inputPath : `${folder}/${inputPath}`);
    const {out, err, status} = await box.run(argv, {folder, env: variables, input});
    results.push({command, out, err: inWordsOfMusl(err), code: status.code});
  }
  return results;
}

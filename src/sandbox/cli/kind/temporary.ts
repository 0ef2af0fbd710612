import type {CommandContext} from '../context.ts';

/** A path in the folder for temporary files, where nothing is yet. */
export function temporaryPath({env, random}: CommandContext, prefix: string): string {
  const folder = (env['TMPDIR'] || env['TEMP'] || '/tmp').replace(/[\\/]+$/, '');
  const chance = new DataView(random(4).buffer).getUint32(0);
  return `${folder}/${prefix}${chance}`;
}

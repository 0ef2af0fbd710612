/** What the program in the shell expects of the keyboard. */
export interface KeyboardModes {
  /** DECCKM. */
  readonly applicationCursor: boolean;
  readonly bracketedPaste: boolean;
}

/** Keys for the shell: as they came, but cursor keys in the form the program there asked for. */
export function keysForShell(bytes: Buffer, {applicationCursor}: KeyboardModes): Buffer {
  if (!applicationCursor || !bytes.includes(0x1b)) return bytes;
  return Buffer.from(bytes.toString('latin1').replace(/\x1b\[([A-DHF])/g, '\x1bO$1'), 'latin1');
}

/** A paste for the shell: lines end as Enter does, and the marks go along only where they are understood. */
export function pasteForShell(bytes: Buffer, {bracketedPaste}: KeyboardModes): Buffer {
  const body = Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r'), 'latin1');
  return bracketedPaste ? Buffer.concat([Buffer.from('\x1b[200~'), body, Buffer.from('\x1b[201~')]) : body;
}

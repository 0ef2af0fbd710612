import type {Terminal} from '@xterm/headless';
import type {MouseWishes} from './mouse.ts';
import type {KeyboardModes} from './to-shell.ts';

/** What the program in the shell has asked of its terminal. */
export interface PaneModes {
  readonly keyboard: KeyboardModes;
  readonly mouse: MouseWishes;
  readonly alternateScreen: boolean;
  readonly cursorVisible: boolean;
  /** It is in the middle of a frame of its own (mode 2026): what is there is not to be shown yet. */
  readonly holding: boolean;
}

/** Reads the modes; two of them the emulator does not tell and are followed through the sequences that set them. */
export function watchModes(terminal: Terminal): () => PaneModes {
  let cursorVisible = true;
  let sgr = false;
  const follow = (final: 'h' | 'l', on: boolean) =>
    terminal.parser.registerCsiHandler({prefix: '?', final}, (parameters) => {
      if (parameters.includes(25)) cursorVisible = on;
      if (parameters.includes(1006)) sgr = on;
      return false;
    });
  follow('h', true);
  follow('l', false);
  const reset = () => {
    cursorVisible = true;
    sgr = false;
    return false;
  };
  terminal.parser.registerEscHandler({final: 'c'}, reset);
  terminal.parser.registerCsiHandler({intermediates: '!', final: 'p'}, () => {
    cursorVisible = true;
    return false;
  });
  return () => {
    const {modes} = terminal;
    return {
      keyboard: {applicationCursor: modes.applicationCursorKeysMode, bracketedPaste: modes.bracketedPasteMode},
      mouse: {tracking: modes.mouseTrackingMode, sgr},
      alternateScreen: terminal.buffer.active.type === 'alternate',
      cursorVisible,
      holding: modes.synchronizedOutputMode,
    };
  };
}

import type {IBuffer, Terminal} from '@xterm/headless';
import type {Lines} from './selection.ts';

/** The emulator's buffer, scrollback first, for search and selection. */
export function bufferLines(terminal: Terminal): Lines {
  const buffer = (): IBuffer => terminal.buffer.active;
  return {
    get count() {
      return buffer().length;
    },
    text: (line, trimmed) => buffer().getLine(line)?.translateToString(trimmed) ?? '',
    continues: (line) => buffer().getLine(line + 1)?.isWrapped ?? false,
    cellOf(line, index) {
      const seen = buffer().getLine(line);
      let characters = 0;
      for (let x = 0; seen && x < seen.length; x++) {
        const cell = seen.getCell(x);
        if (!cell || cell.getWidth() === 0) continue;
        if (characters >= index) return x;
        characters += cell.getChars().length || 1;
      }
      return seen?.length ?? 0;
    },
  };
}

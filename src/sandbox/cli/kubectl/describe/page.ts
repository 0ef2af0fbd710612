import {alignColumns} from '../../go/tabwriter.ts';

/** The text under way: what is laid out, and the lines whose columns still grow. */
interface Sheet {
  done: string;
  open: string;
}

/** A description as it is written: lines indented by levels of two blanks, cells between tabs aligned at the end. */
export class Page {
  private readonly sheet: Sheet;
  private readonly indent: number;

  private constructor(sheet: Sheet, indent: number) {
    this.sheet = sheet;
    this.indent = indent;
  }

  static empty(): Page {
    return new Page({done: '', open: ''}, 0);
  }

  /** The same page, everything that is written so many levels deeper. */
  nested(levels: number): Page {
    return new Page(this.sheet, this.indent + levels);
  }

  /** Writes a piece of text; also a piece in the middle of a line gets the blanks of its level. */
  write(level: number, text: string): void {
    this.sheet.open += '  '.repeat(level + this.indent) + harmless(text);
  }

  /** Writes a line of cells. */
  line(level: number, ...cells: readonly (string | number | boolean)[]): void {
    this.write(level, `${cells.join('\t')}\n`);
  }

  /** Lays out what is there, so that the columns of what follows are its own. */
  startColumns(): void {
    this.sheet.done += layOut(this.sheet.open);
    this.sheet.open = '';
  }

  /** All that was written, laid out. */
  text(): string {
    return this.sheet.done + layOut(this.sheet.open);
  }
}

function layOut(text: string): string {
  return alignColumns(text, {minWidth: 0, padding: 2, keepsEmptyColumns: true});
}

/** Objects hold any text; none of it may steer the terminal. */
function harmless(text: string): string {
  return text.replaceAll('\u001b', '^[').replaceAll('\r', '\\r');
}

/** A place on the screen in cells, counted from 0. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LayoutOptions {
  readonly focus: 'lesson' | 'shell';
  /** Rows the checks would like to have; they get what is there. */
  readonly checks: number;
  /** False where no PTY can be had: the lesson takes the shell's place. */
  readonly shell: boolean;
  /** Shows the pane in focus alone, on any screen. */
  readonly zoomed?: boolean | undefined;
}

/** Where everything is. A rect is content only and null when not shown; lines between are named by themselves. */
export interface Layout {
  /** `too-small`: nothing but one sentence fits. */
  readonly mode: 'wide' | 'stacked' | 'single' | 'too-small';
  readonly columns: number;
  readonly rows: number;
  readonly header: Rect | null;
  readonly lesson: Rect | null;
  readonly checks: Rect | null;
  readonly shell: Rect | null;
  readonly keybar: Rect | null;
  /** The upright line between lesson and shell. */
  readonly divider: Rect | null;
  /** Flat lines, top to bottom: above the checks, and (stacked) above the shell. */
  readonly rules: readonly Rect[];
}

/** Side by side from 100 columns, one above the other from 60x15, else one pane at a time; 30x8 is the least. */
export function layout(columns: number, rows: number, options: LayoutOptions): Layout {
  const nothing: Layout = {
    mode: 'too-small',
    columns,
    rows,
    header: null,
    lesson: null,
    checks: null,
    shell: null,
    keybar: null,
    divider: null,
    rules: [],
  };
  if (columns < 30 || rows < 8) return nothing;
  const frame = {
    ...nothing,
    header: {x: 0, y: 0, width: columns, height: 1},
    keybar: {x: 0, y: rows - 1, width: columns, height: 1},
  };
  const body = {x: 0, y: 1, width: columns, height: rows - 2};
  const alone = options.zoomed || !options.shell;
  if (!alone && columns >= 100 && rows >= 10) return wide(frame, body, options);
  if (!alone && columns >= 60 && rows >= 15) return stacked(frame, body, options);
  if (options.focus === 'shell' && options.shell) return {...frame, mode: 'single', shell: body};
  return {...frame, mode: 'single', ...lessonColumn(body, options.checks)};
}

/** Lines longer than this are hard to read; what is more goes to the shell. */
const widestLesson = 78;
/** A picture in a lesson may have 60 columns, and there is one blank on either side. */
const pictureColumns = 62;
const leastShell = 56;

function wide(frame: Layout, body: Rect, {checks}: LayoutOptions): Layout {
  const share = Math.min(widestLesson, Math.max(46, Math.round(body.width * 0.46)));
  const width = body.width - 1 - pictureColumns >= leastShell ? Math.max(share, pictureColumns) : share;
  return {
    ...frame,
    mode: 'wide',
    ...lessonColumn({...body, width}, checks),
    divider: {...body, x: width, width: 1},
    shell: {...body, x: width + 1, width: body.width - width - 1},
  };
}

function stacked(frame: Layout, body: Rect, {checks}: LayoutOptions): Layout {
  const shellRows = Math.floor(body.height * 0.45);
  const column = lessonColumn({...body, height: body.height - shellRows - 1}, checks);
  const line = body.y + body.height - shellRows - 1;
  return {
    ...frame,
    mode: 'stacked',
    ...column,
    rules: [...column.rules, {...body, y: line, height: 1}],
    shell: {...body, y: line + 1, height: shellRows},
  };
}

/** The lesson above its checks. The checks get at most two fifths, and nothing where the lesson needs every row. */
function lessonColumn(column: Rect, wanted: number): Pick<Layout, 'lesson' | 'checks' | 'rules'> {
  const inner = {...column, x: column.x + 1, width: column.width - 2};
  const height = Math.min(wanted, Math.floor((column.height - 1) * 0.4));
  if (height < 1) return {lesson: inner, checks: null, rules: []};
  const line = column.y + column.height - height - 1;
  return {
    lesson: {...inner, height: column.height - height - 1},
    checks: {...inner, y: line + 1, height},
    rules: [{...column, y: line, height: 1}],
  };
}

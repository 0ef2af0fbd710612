/** Listeners of a terminal's size; who comes late is told the last one. */
export interface SizeListeners {
  readonly add: (listener: (columns: number, rows: number) => void) => void;
  /** Takes `{"Width":80,"Height":24}`; anything else is nothing. */
  readonly tell: (json: Uint8Array) => void;
}

export function sizeListeners(): SizeListeners {
  const listeners: ((columns: number, rows: number) => void)[] = [];
  let last: {readonly columns: number; readonly rows: number} | undefined;
  return {
    add(listener) {
      listeners.push(listener);
      if (last) listener(last.columns, last.rows);
    },
    tell(json) {
      const size = sizeOf(Buffer.from(json).toString());
      if (!size) return;
      last = size;
      for (const listener of listeners) listener(size.columns, size.rows);
    },
  };
}

function sizeOf(json: string): {readonly columns: number; readonly rows: number} | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || !('Width' in value) || !('Height' in value)) return undefined;
    const {Width: columns, Height: rows} = value;
    return isSize(columns) && isSize(rows) ? {columns, rows} : undefined;
  } catch {
    return undefined;
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 0x1_0000;
}

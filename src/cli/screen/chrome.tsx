import {render} from 'ink';
import type {ReactElement} from 'react';
import {useSyncExternalStore} from 'react';
import {App} from '../../ui/App.tsx';
import type {Picture} from '../../ui/picture.ts';
import {createFakeInput, createFakeOutput} from '../../ui/terminal/fake-stdio.ts';
import type {Store} from './store.ts';

export interface Chrome {
  resize(columns: number, rows: number): void;
  close(): void;
}

/** Ink lays out every picture into a terminal that is none; its whole frames go to the compositor. */
export function renderChrome(pictures: Store<Picture>, onFrame: (lines: readonly string[]) => void): Chrome {
  const {columns, rows} = pictures.get().layout;
  const output = createFakeOutput({columns, rows}, onFrame);
  const ink = render(<Watched pictures={pictures} />, {
    stdout: output.stream,
    stdin: createFakeInput().stream,
    // One complete frame a commit: no throttle, no erase codes, no special case for CI.
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  return {resize: output.resize, close: ink.unmount};
}

function Watched({pictures}: {readonly pictures: Store<Picture>}): ReactElement {
  return <App picture={useSyncExternalStore(pictures.subscribe, pictures.get)} />;
}

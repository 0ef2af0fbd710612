import {placeOf} from '../../ui/panes/keybar.ts';
import type {InputEvent} from '../../ui/terminal/input.ts';
import {keyNames, keySequencesIn} from '../../ui/terminal/key-names.ts';
import type {MouseEvent} from '../../ui/terminal/mouse.ts';
import type {Hands} from './hands.ts';
import {isInside, mouseInShell} from './mouse.ts';

/** Where what came from the terminal goes: to the shell as it is, or to what the keys mean now. */
export function route(stage: Hands, event: InputEvent): void {
  const place = placeOf(stage.picture);
  const inShell = place === 'shell' || place === 'shell-passed';
  switch (event.type) {
    case 'bytes':
      if (inShell) return stage.shell?.keys(event.bytes);
      for (const sequence of keySequencesIn(event.bytes)) routeKey(stage, Buffer.from(sequence));
      return;
    case 'paste':
      if (inShell) return stage.shell?.paste(event.bytes);
      if (place === 'search') for (const key of keyNames(event.bytes)) stage.act(key);
      return;
    case 'focus':
      stage.leftShell = place === 'shell';
      return stage.act({name: 'ctrl-]', text: ''});
    case 'focus-key-itself':
      // Only where the first press led out of the shell was the second one meant for what runs there.
      if (!stage.leftShell) return stage.act({name: 'ctrl-]', text: ''});
      stage.leftShell = false;
      stage.show({view: {...stage.picture.view, focus: 'shell', overlay: {kind: 'none'}}});
      return stage.shell?.keys(event.bytes);
    case 'mouse':
      return routeMouse(stage, event.mouse);
    case 'reply':
      return stage.replied(event.text);
  }
}

/** Several keys may come at once, and the first one may have led into the shell. */
function routeKey(stage: Hands, bytes: Buffer): void {
  const place = placeOf(stage.picture);
  if (place === 'shell' || place === 'shell-passed') return stage.shell?.keys(bytes);
  for (const key of keyNames(bytes)) stage.act(key);
}

function routeMouse(stage: Hands, event: MouseEvent): void {
  const {layout, view} = stage.picture;
  if (view.overlay.kind !== 'none' && view.overlay.kind !== 'scrollback') return wheel(stage, event);
  if (isInside(event, layout.shell) && stage.shell && layout.shell) {
    if (event.kind === 'press' && view.focus !== 'shell') stage.show({view: {...view, focus: 'shell'}});
    return mouseInShell(event, layout.shell, stage.shell.pane, (bytes) => stage.shell?.keys(bytes));
  }
  if (event.kind === 'press' && view.focus === 'shell') return stage.show({view: {...view, focus: 'lesson'}});
  wheel(stage, event);
}

/** The wheel moves what is under the arrow keys, wherever the focus is. */
function wheel(stage: Hands, {kind}: MouseEvent): void {
  if (kind !== 'wheel-up' && kind !== 'wheel-down') return;
  const {view} = stage.picture;
  const by = kind === 'wheel-up' ? -3 : 3;
  if (view.overlay.kind === 'help') {
    stage.show({view: {...view, overlay: {...view.overlay, scroll: Math.max(0, view.overlay.scroll + by)}}});
  } else if (view.overlay.kind === 'none') stage.show({view: {...view, scroll: Math.max(0, view.scroll + by)}});
  else stage.act({name: kind === 'wheel-up' ? 'up' : 'down', text: ''});
}

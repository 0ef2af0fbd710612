/** What a key does: pure. The view changes here; the session by events; everything else is wished for. */
import type {Event} from '../session.ts';
import type {KeyAction} from './keys.ts';
import {actionOf} from './keys.ts';
import {can, placeOf} from './panes/keybar.ts';
import {placeOfAnswer} from './panes/lesson.ts';
import type {Picture} from './picture.ts';
import {listRows} from './screens/list.ts';
import type {Key} from './terminal/key-names.ts';
import type {View} from './view.ts';
import {moved, tick} from './view.ts';

/** What only the outside can do. */
export type Wish =
  | {readonly wish: 'quit'}
  | {readonly wish: 'type'; readonly text: string}
  /** Say that another key quits. */
  | {readonly wish: 'say-quit'}
  | {readonly wish: 'restart-shell'}
  | {readonly wish: 'retry'}
  /** Tell what a reset would remove; the answer comes back into the dialog. */
  | {readonly wish: 'inventory'}
  | {readonly wish: 'scroll-shell'; readonly lines: number | 'page-up' | 'page-down' | 'top' | 'bottom'}
  | {readonly wish: 'find'; readonly query: string; readonly direction: 'older' | 'newer'}
  | {readonly wish: 'leave-scrollback'}
  | {readonly wish: 'mouse'; readonly on: boolean};

export interface Outcome {
  readonly view: View;
  readonly events: readonly Event[];
  readonly wishes: readonly Wish[];
}

/** Beyond every text: the picture is made with a scroll position that exists. */
export const toTheEnd = 1_000_000;

/** The outcome of one key in the place where keys go now. */
export function act(picture: Picture, key: Key, at: number): Outcome {
  const place = placeOf(picture);
  if (place === 'search') return typed(picture, key);
  const action = actionOf(key.name, place);
  if (action === undefined || !can(picture, action)) return view(picture.view);
  return actions[action](picture, key, at);
}

type Act = (picture: Picture, key: Key, at: number) => Outcome;

function view(changed: View, ...wishes: readonly Wish[]): Outcome {
  return {view: changed, events: [], wishes};
}

function event(picture: Picture, happened: Event, changed: View = picture.view): Outcome {
  return {view: changed, events: [happened], wishes: []};
}

const open = (picture: Picture, overlay: View['overlay'], ...wishes: readonly Wish[]): Outcome =>
  view({...picture.view, overlay}, ...wishes);

const actions: {readonly [A in KeyAction]: Act} = {
  focus: ({view: seen}) => view({...seen, focus: seen.focus === 'shell' ? 'lesson' : 'shell'}),
  next: (picture, _key, at) => event(picture, {type: 'next', at}),
  'next-lesson': (picture, _key, at) => event(picture, {type: 'next', at}),
  skip: (picture, _key, at) => event(picture, {type: 'next', at}),
  retry: (picture) => view(picture.view, {wish: 'retry'}),
  'restart-shell': (picture) => view(picture.view, {wish: 'restart-shell'}),
  type: typeForMe,
  hint: (picture) => event(picture, {type: 'hint'}, {...picture.view, scroll: toTheEnd}),
  solution: (picture) => event(picture, {type: 'solution'}, {...picture.view, scroll: toTheEnd}),
  toggle: (picture, {name}) => {
    const {session, view: seen} = picture;
    const index = name === 'space' ? seen.cursor : Number(name) - 1;
    return index < session.step.answers.length ? view(withCursorInSight(picture, tick(seen, index))) : view(seen);
  },
  answer: (picture, _key, at) =>
    picture.view.ticked.length === 0
      ? view(tick(picture.view, picture.view.cursor))
      : event(picture, {type: 'answer', chosen: picture.view.ticked, at}, {...picture.view, scroll: toTheEnd}),
  lessons: (picture) => openList(picture),
  reset: (picture) => open(picture, {kind: 'reset', scope: 'step', cursor: 1, removes: undefined}, {wish: 'inventory'}),
  'reset-lesson': (picture) =>
    open(picture, {kind: 'reset', scope: 'lesson', cursor: 1, removes: undefined}, {wish: 'inventory'}),
  language: (picture) => event(picture, {type: 'language', language: picture.session.language === 'en' ? 'zh' : 'en'}),
  automatic: (picture) => event(picture, {type: 'automatic', on: !picture.automatic}),
  zoom: ({view: seen}) => view({...seen, zoomed: !seen.zoomed}),
  mouse: ({view: seen}) => view({...seen, mouse: !seen.mouse}, {wish: 'mouse', on: !seen.mouse}),
  scrollback: (picture) => open(picture, {kind: 'scrollback', query: '', searching: false, found: true}),
  up: (picture) => scrolled(picture, -1),
  down: (picture) => scrolled(picture, 1),
  'page-up': (picture) => scrolled(picture, 'page-up'),
  'page-down': (picture) => scrolled(picture, 'page-down'),
  top: (picture) => scrolled(picture, 'top'),
  bottom: (picture) => scrolled(picture, 'bottom'),
  find: (picture) => open(picture, {kind: 'scrollback', query: '', searching: true, found: true}),
  'find-next': (picture) => find(picture, 'older'),
  'find-previous': (picture) => find(picture, 'newer'),
  'previous-item': (picture) => movedInOverlay(picture, -1),
  'next-item': (picture) => movedInOverlay(picture, 1),
  'search-list': (picture) =>
    picture.view.overlay.kind === 'list'
      ? open(picture, {...picture.view.overlay, searching: true})
      : view(picture.view),
  choose,
  close: closed,
  help: (picture) => open(picture, {kind: 'help', scroll: 0}),
  quit: (picture) => view(picture.view, {wish: 'quit'}),
  'say-quit': (picture) => view(picture.view, {wish: 'say-quit'}),
};

/** Each press puts the next block of the step on the prompt; nothing is run. */
function typeForMe({session, view: seen}: Picture): Outcome {
  const script = session.step.run[seen.typed % Math.max(1, session.step.run.length)];
  if (!script) return view(seen);
  return view({...seen, typed: seen.typed + 1, focus: 'shell'}, {wish: 'type', text: script.text});
}

function openList(picture: Picture): Outcome {
  const list = {kind: 'list', query: '', searching: false, cursor: 0} as const;
  const {session} = picture;
  const rows = listRows({...picture, view: {...picture.view, overlay: list}});
  const here = rows.findIndex(({lesson, step}) => lesson.id === session.lesson.id && step?.id === session.step.id);
  return open(picture, {...list, cursor: Math.max(0, here)});
}

function scrolled(picture: Picture, by: number | 'page-up' | 'page-down' | 'top' | 'bottom'): Outcome {
  const {view: seen, layout, session} = picture;
  if (seen.overlay.kind === 'scrollback') return view(seen, {wish: 'scroll-shell', lines: by});
  if (seen.overlay.kind === 'help') {
    return open(picture, {...seen.overlay, scroll: target(seen.overlay.scroll, by, layout.rows - 3)});
  }
  const page = (layout.lesson?.height ?? layout.rows) - 1;
  const quiz = session.step.answers.length > 0 && placeOf(picture) === 'quiz';
  if (quiz && typeof by === 'number')
    return view(withCursorInSight(picture, {...seen, cursor: moved(seen.cursor, by, session.step.answers.length - 1)}));
  return view({...seen, scroll: target(seen.scroll, by, page)});
}

/** Scrolls just so far that the answer under the cursor is seen whole. */
function withCursorInSight(picture: Picture, changed: View): View {
  const place = picture.layout.lesson;
  if (!place) return changed;
  const [first, end] = placeOfAnswer({...picture, view: changed}, changed.cursor, place.width);
  const lowest = Math.min(first, Math.max(0, end - place.height));
  return {...changed, scroll: Math.max(lowest, Math.min(changed.scroll, first))};
}

function target(from: number, by: number | 'page-up' | 'page-down' | 'top' | 'bottom', page: number): number {
  switch (by) {
    case 'top':
      return 0;
    case 'bottom':
      return toTheEnd;
    case 'page-up':
      return moved(from, -page, toTheEnd);
    case 'page-down':
      return moved(from, page, toTheEnd);
    default:
      return moved(from, by, toTheEnd);
  }
}

function find(picture: Picture, direction: 'older' | 'newer'): Outcome {
  const {overlay} = picture.view;
  return overlay.kind === 'scrollback' && overlay.query !== ''
    ? view(picture.view, {wish: 'find', query: overlay.query, direction})
    : view(picture.view);
}

function movedInOverlay(picture: Picture, by: number): Outcome {
  const {overlay} = picture.view;
  if (overlay.kind === 'list')
    return open(picture, {...overlay, cursor: moved(overlay.cursor, by, listRows(picture).length - 1)});
  if (overlay.kind === 'reset') return open(picture, {...overlay, cursor: moved(overlay.cursor, by, 1)});
  return view(picture.view);
}

function choose(picture: Picture, _key: Key, at: number): Outcome {
  const {view: seen} = picture;
  const plain: View = {...seen, overlay: {kind: 'none'}};
  if (seen.overlay.kind === 'reset') {
    return seen.overlay.cursor === 0
      ? event(picture, {type: 'reset', scope: seen.overlay.scope, at}, plain)
      : view(plain);
  }
  const row = listRows(picture)[seen.overlay.kind === 'list' ? seen.overlay.cursor : 0];
  const step = row?.step ?? row?.lesson.steps[0];
  return row && step ? event(picture, {type: 'jump', lesson: row.lesson.id, step: step.id, at}, plain) : view(plain);
}

function closed(picture: Picture): Outcome {
  const {view: seen} = picture;
  const plain: View = {...seen, overlay: {kind: 'none'}};
  return seen.overlay.kind === 'scrollback'
    ? view({...plain, focus: 'shell'}, {wish: 'leave-scrollback'})
    : view(plain);
}

/** Text for a search field. */
function typed(picture: Picture, {name, text}: Key): Outcome {
  const {overlay} = picture.view;
  if (overlay.kind !== 'list' && overlay.kind !== 'scrollback') return view(picture.view);
  const done = {...overlay, searching: false};
  if (name === 'esc' || name === 'ctrl-]') return open(picture, {...done, query: ''});
  if (name === 'enter') {
    if (overlay.kind === 'list') return open(picture, done);
    return open(picture, done, {wish: 'find', query: overlay.query, direction: 'older'});
  }
  if (overlay.kind === 'list' && (name === 'up' || name === 'down'))
    return movedInOverlay(picture, name === 'up' ? -1 : 1);
  const query = name === 'backspace' ? [...overlay.query].slice(0, -1).join('') : overlay.query + text;
  return open(picture, overlay.kind === 'list' ? {...overlay, query, cursor: 0} : {...overlay, query});
}

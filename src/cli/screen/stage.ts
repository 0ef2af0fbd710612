import type {Notice} from '../../drive.ts';
import type {Messages} from '../../messages/index.ts';
import {messages} from '../../messages/index.ts';
import type {Event, Session} from '../../session.ts';
import {following} from '../../session.ts';
import type {Outcome} from '../../ui/act.ts';
import {act, toTheEnd} from '../../ui/act.ts';
import {type Compositor, createCompositor} from '../../ui/compositor.ts';
import {firstFrame} from '../../ui/first-frame.ts';
import type {Picture} from '../../ui/picture.ts';
import {askBackground, backgroundIn, modeOfBackground, type OuterTerminal} from '../../ui/terminal/detect.ts';
import {createInputSplitter, type InputSplitter} from '../../ui/terminal/input.ts';
import type {Key} from '../../ui/terminal/key-names.ts';
import {createTheme} from '../../ui/theme.ts';
import {firstView, viewOfStep} from '../../ui/view.ts';
import {workFolder} from '../../work-folder.ts';
import type {Context} from '../context.ts';
import {noticeText} from '../notice-text.ts';
import type {CourseRun} from '../run-course.ts';
import type {Chrome} from './chrome.tsx';
import {grant} from './grant.ts';
import type {Hands} from './hands.ts';
import {createPictureMaker, type Scene} from './make-picture.ts';
import {route} from './route.ts';
import type {FoundAt} from './scrollback.ts';
import type {ShellSession} from './shell-session.ts';
import {createStore, type Store} from './store.ts';
import {createTries} from './tries.ts';
import {isTry} from './try.ts';
import {viewAfter} from './view-after.ts';

export interface StageOptions {
  readonly context: Context;
  readonly outer: OuterTerminal;
  readonly session: Session;
  readonly asked: boolean;
  readonly notice: string;
  readonly output: {
    write(text: string): boolean;
    once(event: 'drain', listener: () => void): unknown;
    readonly columns: number;
    readonly rows: number;
  };
  readonly soon: (callback: () => void) => void;
}

const automaticMs = 1500;

/** Everything that is on the screen and what happens to it. Keys go in, pictures come out. */
export class Stage implements Hands {
  onQuit = (): void => {};
  onMouse = (_on: boolean): void => {};
  readonly #options: StageOptions;
  readonly #makePicture = createPictureMaker();
  readonly #pictures: Store<Picture>;
  readonly #compositor: Compositor;
  readonly #input: InputSplitter;
  #scene: Scene;
  run: CourseRun | undefined;
  shell: ShellSession | undefined;
  #chrome: Chrome | undefined;
  #background: number | undefined;
  /** The last match of a search in the shell's output. */
  foundAt: FoundAt | undefined;
  leftShell = false;
  /** What was pressed before the course could take it. */
  readonly #early: Event[] = [];
  /** A notice that says what goes on; it goes when that is over. */
  #progressNotice = '';
  readonly #tries = createTries();
  /** The end of the text is looked at, and stays in sight when the checks take more room or a hint is added. */
  #atEnd = false;
  /** Keys went to the shell when a step could not begin; they go back there when it can. */
  #tookFocus = false;

  constructor(options: StageOptions) {
    this.#options = options;
    const {context, outer, session, output} = options;
    this.#scene = {
      session,
      view: viewOfStep(firstView, session.step),
      theme: createTheme(outer),
      shell: {state: 'starting', reason: ''},
      notice: options.notice,
      operation: undefined,
      tried: false,
      columns: output.columns,
      rows: output.rows,
      docker: wished(context.options.sandbox),
      sayVerdict: undefined,
    };
    this.#pictures = createStore(this.#makePicture(this.#scene));
    this.#compositor = createCompositor({
      output,
      clock: context.clock,
      soon: options.soon,
      layout: () => this.picture.layout,
      shell: () => this.#shellView(),
      cursor: () =>
        this.picture.view.focus === 'shell' && this.picture.view.overlay.kind === 'none' ? 'shell' : undefined,
    });
    this.#input = createInputSplitter({emit: (event) => route(this, event), clock: context.clock});
  }

  /** Paints the first picture at once; Ink, shell and sandbox are loaded behind it. */
  begin(): void {
    this.#compositor.chrome(firstFrame(this.picture));
    this.#options.soon(() => void this.#open());
  }

  async #open(): Promise<void> {
    const {context, session, asked, outer, output} = this.#options;
    if (!outer.modeKnown && outer.depth !== 'none') output.write(askBackground);
    await this.#openShell();
    const [{renderChrome}, {runCourse}, {words}] = await Promise.all([
      import('./chrome.tsx'),
      import('../run-course.ts'),
      import('../../lessons/diagnose/index.ts'),
    ]);
    this.show({sayVerdict: words});
    this.#chrome = renderChrome(this.#pictures, (lines) => this.#compositor.chrome(lines));
    this.run = runCourse({
      context,
      session,
      asked,
      onSession: (changed) => this.#sessionChanged(changed),
      onNotice: (notice) => this.#notice(notice),
      onOperation: (operation) => this.show({operation}),
    });
    for (const event of this.#early.splice(0)) this.run.dispatch(event);
  }

  take(bytes: Uint8Array): void {
    this.#input.take(bytes);
  }

  resize(columns: number, rows: number): void {
    this.#chrome?.resize(columns, rows);
    this.show({columns, rows});
    this.#compositor.repaint();
  }

  repaint(): void {
    this.#compositor.repaint();
  }

  killShell(): void {
    this.shell?.kill();
  }

  async close(): Promise<void> {
    this.#compositor.pause();
    this.#chrome?.close();
    this.killShell();
    await this.run?.close();
  }

  get picture(): Picture {
    return this.#pictures.get();
  }

  get words(): Messages {
    return messages[this.#scene.session.language];
  }

  /** Changes what there is to see. */
  show(change: Partial<Scene>): void {
    const {scroll} = this.#scene.view;
    this.#scene = {...this.#scene, ...change};
    const {view} = this.#scene;
    if (view.scroll !== scroll) this.#atEnd = view.scroll === toTheEnd;
    this.#pictures.set(
      this.#makePicture(this.#atEnd ? {...this.#scene, view: {...view, scroll: toTheEnd}} : this.#scene),
    );
    this.#scene = {...this.#scene, view: this.picture.view};
    this.shell?.resize();
    this.#compositor.changed();
  }

  async #openShell(): Promise<void> {
    const {openStageShell} = await import('./open-shell.ts');
    const opened = await openStageShell({
      context: this.#options.context,
      trueColour: this.#options.outer.shows === 'truecolour',
      write: (text) => void this.#options.output.write(text),
      lesson: () => this.#scene.session.lesson,
      rect: () => this.picture.layout.shell,
      background: () => this.#background,
      onChange: () => this.#compositor.changed(),
      onState: () => this.#shellChanged(),
      onCommand: (line, exitCode) => {
        if (isTry(line, exitCode)) this.show({tried: true});
      },
    });
    if (typeof opened !== 'string') this.shell = opened;
    else this.show({shell: {state: 'impossible', reason: opened}, view: {...this.#scene.view, focus: 'lesson'}});
  }

  #shellView(): ReturnType<Parameters<typeof createCompositor>[0]['shell']> {
    const shell = this.shell;
    if (!shell || shell.state === 'ended') return undefined;
    const {pane} = shell;
    return {
      row: (y, width, originX) => pane.row(y, {columns: width, originX, depth: this.#options.outer.depth}),
      cursor: () => pane.cursor(),
      holding: () => pane.modes.holding,
    };
  }

  /** Does what a key means where keys go now. */
  act(key: Key): void {
    const {context} = this.#options;
    const {notice} = this.#scene;
    const outcome = act(this.picture, key, context.clock.now());
    // What was said is read by the next key; what goes on stays.
    if (notice !== '' && notice !== this.#progressNotice) this.show({notice: ''});
    this.#carryOut(outcome);
  }

  #carryOut({view, events, wishes}: Outcome): void {
    if (view !== this.#scene.view) this.show({view});
    for (const event of events) this.#dispatch(event);
    // What a hint or an answer has added is at the end, and was not there yet when the view was shown.
    if (view.scroll === toTheEnd && events.length > 0) this.show({view: {...this.#scene.view, scroll: toTheEnd}});
    for (const wish of wishes) grant(this, wish);
  }

  #dispatch(event: Event): void {
    if (event.type === 'automatic') this.show({notice: event.on ? this.words.automaticOn : this.words.automaticOff});
    if (this.run) this.run.dispatch(event);
    else this.#early.push(event);
  }

  replied(text: string): void {
    const background = backgroundIn(text);
    if (typeof background !== 'number') return;
    this.#background = background;
    const mode = modeOfBackground(background);
    if (mode !== this.#scene.theme.mode) this.show({theme: createTheme({...this.#options.outer, mode})});
  }

  #shellChanged(): void {
    this.show({shell: {state: this.shell?.state ?? 'starting', reason: this.shell?.trouble ?? ''}});
  }

  #sessionChanged(session: Session): void {
    const before = this.#scene.session;
    const {notice} = this.#scene;
    const built = session.phase !== 'entering' && before.phase === 'entering';
    const {shell, view: old} = this.#scene;
    const hasShell = shell.state !== 'impossible';
    const {view, tookFocus, atTop} = viewAfter({session, before, view: old, hasShell, tookFocus: this.#tookFocus});
    this.#tookFocus = tookFocus;
    if (atTop) this.#atEnd = false;
    this.show({
      session,
      view,
      tried: this.#tries.follow(session, before, this.#scene.tried),
      notice: built && notice === this.#progressNotice ? '' : notice,
      docker: this.run?.sandbox()?.about.docker ?? wished(this.#options.context.options.sandbox),
    });
    if (session.lesson !== before.lesson)
      this.shell?.enter(workFolder(this.#options.context.paths.work, session.lesson).path);
    const justPassed = session.phase === 'passed' && before.phase !== 'passed';
    if (justPassed && session.progress.automatic === true && following(session)) this.#goOnSoon(session);
  }

  #goOnSoon(session: Session): void {
    const {clock} = this.#options.context;
    clock.after(automaticMs, () => {
      if (this.#scene.session.step === session.step) this.run?.dispatch({type: 'next', at: clock.now()});
    });
  }

  #notice(notice: Notice): void {
    const text = noticeText(notice, this.#scene.session.language, this.words);
    if (notice.notice === 'replaying') this.#progressNotice = text;
    this.show({notice: text});
  }
}

/** What is worked on, as long as nothing has answered: with `auto` either may come. */
function wished(sandbox: Context['options']['sandbox']): Scene['docker'] {
  return sandbox === 'auto' ? undefined : sandbox;
}

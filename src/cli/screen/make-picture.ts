import {messages} from '../../messages/index.ts';
import type {Session} from '../../session.ts';
import type {Layout} from '../../ui/layout.ts';
import {layout} from '../../ui/layout.ts';
import {createMarkdownRenderer, type MarkdownRenderer} from '../../ui/markdown/render.ts';
import {checksLines} from '../../ui/panes/checks.ts';
import {lessonLines} from '../../ui/panes/lesson.ts';
import type {Picture} from '../../ui/picture.ts';
import {helpLines} from '../../ui/screens/help.ts';
import {isCovered} from '../../ui/screens/overlay.ts';
import type {Theme} from '../../ui/theme.ts';
import {createTeller, type SayVerdict} from './teller.ts';

/** What a picture is made from; the rest follows. */
export type Scene = Pick<Picture, 'session' | 'view' | 'theme' | 'shell' | 'notice' | 'operation' | 'tried'> & {
  readonly columns: number;
  readonly rows: number;
  /** Undefined until it is known. */
  readonly docker: 'real' | 'embedded' | undefined;
  /** Undefined until it is loaded. */
  readonly sayVerdict: SayVerdict | undefined;
};

/** Makes pictures; texts are laid out once a theme and language. */
export function createPictureMaker(): (scene: Scene) => Picture {
  const renderers = new Map<Theme, Map<string, MarkdownRenderer>>();
  const rendererOf = (theme: Theme, language: Session['language']): MarkdownRenderer => {
    const known = renderers.get(theme) ?? new Map<string, MarkdownRenderer>();
    renderers.set(theme, known);
    const renderer = known.get(language) ?? createMarkdownRenderer(theme, language);
    known.set(language, renderer);
    return renderer;
  };
  return (scene) => {
    const {session, theme} = scene;
    const {language} = session;
    const say = messages[language];
    const unplaced: Omit<Picture, 'layout'> = {
      ...scene,
      say,
      tell: createTeller(language, scene.sayVerdict),
      markdown: rendererOf(theme, language),
      sandbox:
        scene.docker === undefined
          ? ''
          : {real: say.sandboxRealShort, embedded: say.sandboxEmbeddedShort}[scene.docker],
      tried: scene.tried || session.hints > 0 || session.chosen !== undefined,
      automatic: session.progress.automatic === true,
    };
    return withScroll(placed(unplaced, scene));
  };
}

/** Lays the screen out for what the checks have to say; what covers all takes the shell's place. */
function placed(picture: Omit<Picture, 'layout'>, {columns, rows}: Scene): Picture {
  const {view, shell} = picture;
  const both = {focus: view.focus, shell: shell.state !== 'impossible', zoomed: view.zoomed};
  const options = {...both, zoomed: view.zoomed || asksAlone(picture, layout(columns, rows, {...both, checks: 0}))};
  const first = layout(columns, rows, {...options, checks: rows});
  const checks = first.checks ? checksLines({...picture, layout: first}, first.checks.width).length : 0;
  const fitting: Layout = layout(columns, rows, {...options, checks});
  return {...picture, layout: isCovered(picture) ? {...fitting, shell: null} : fitting};
}

/** A question and its answers need the rows of a small screen more than a shell nobody types in. */
function asksAlone({session, view}: Omit<Picture, 'layout'>, {mode}: Layout): boolean {
  return mode === 'stacked' && view.focus === 'lesson' && session.step.answers.length > 0;
}

/** Keeps scroll positions where there is something to see. */
function withScroll(picture: Picture): Picture {
  const {layout: place, view} = picture;
  const {overlay} = view;
  if (overlay.kind === 'help') {
    const last = Math.max(0, helpLines(picture, place.columns - 2).length - (place.rows - 2));
    return overlay.scroll <= last ? picture : {...picture, view: {...view, overlay: {...overlay, scroll: last}}};
  }
  if (!place.lesson || view.scroll === 0) return picture;
  const last = Math.max(0, lessonLines(picture, place.lesson.width).length - place.lesson.height);
  return view.scroll <= last ? picture : {...picture, view: {...view, scroll: last}};
}

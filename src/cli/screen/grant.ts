import type {Wish} from '../../ui/act.ts';
import {removalLines} from '../removal-lines.ts';
import type {Hands} from './hands.ts';
import {findInShell, scrollShell} from './scrollback.ts';

/** Does what a key wished for and only the outside can do. */
export function grant(stage: Hands, wish: Wish): void {
  switch (wish.wish) {
    case 'quit':
      return stage.onQuit();
    case 'say-quit':
      return stage.show({notice: stage.words.quitKey});
    case 'type':
      return stage.shell?.type(wish.text);
    case 'restart-shell':
      return stage.shell?.restart();
    case 'retry':
      return stage.run?.retry();
    case 'inventory':
      return void tellInventory(stage);
    case 'mouse':
      stage.show({notice: wish.on ? '' : stage.words.mouseTheirs});
      return stage.onMouse(wish.on);
    case 'scroll-shell':
      return stage.shell && scrollShell(stage.shell.pane, wish);
    case 'find': {
      stage.foundAt = stage.shell && findInShell(stage.shell.pane, wish, stage.foundAt);
      return stage.show({notice: stage.foundAt ? '' : stage.words.noMatches});
    }
    case 'leave-scrollback':
      stage.foundAt = undefined;
      stage.shell?.pane.mark(undefined);
      stage.shell?.pane.scrollToEnd();
  }
}

async function tellInventory(stage: Hands): Promise<void> {
  const asked = stage.picture.view.overlay;
  if (asked.kind !== 'reset') return;
  const inventory = await stage.run?.wouldRemove(asked.scope).catch(() => undefined);
  const {overlay} = stage.picture.view;
  if (!inventory || overlay.kind !== 'reset' || overlay.scope !== asked.scope) return;
  const words = {...stage.words, removedNothing: stage.words.statusNothing};
  stage.show({view: {...stage.picture.view, overlay: {...overlay, removes: removalLines(inventory, words)}}});
}

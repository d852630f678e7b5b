import {
  commands,
  type Disposable,
  Position,
  type QuickPickItem,
  Range,
  Selection,
  TextEditorRevealType,
  window,
} from 'vscode';
import type { NotAnalyzedFunction } from '#protocol';
import type { DmaLensContext } from '../context.js';

interface Choice extends QuickPickItem {
  readonly at: NotAnalyzedFunction;
}

/** Lists the functions nothing is said about, with the reason; choosing one goes there. */
export function activate(cx: DmaLensContext): Disposable[] {
  return [
    commands.registerCommand('dmaLens.showNotAnalyzed', async () => {
      const editor = window.activeTextEditor;
      const status = editor === undefined ? undefined : cx.server.statusOf(editor.document.uri.toString());
      const missed = status?.notAnalyzed ?? [];
      const picked = await window.showQuickPick(
        missed.map((at): Choice => ({ label: at.name, description: `line ${at.line + 1}`, detail: at.why, at })),
        { title: 'DMA Lens: functions that were not analyzed', placeHolder: missed.length === 0 ? 'none' : 'go to' },
      );
      if (picked !== undefined && editor !== undefined) {
        const start = new Position(picked.at.line, 0);
        editor.selection = new Selection(start, start);
        editor.revealRange(new Range(start, start), TextEditorRevealType.InCenter);
      }
    }),
  ];
}

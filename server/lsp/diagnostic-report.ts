import type { CancellationToken, Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Settings } from '../analysis/config/settings.js';
import { editorDiagnostics } from '../analysis/present/diagnostics.js';
import type { AnalyzedDocument } from './analysis-store.js';
import { visibleFindings } from './later-call.js';
import { letMessagesIn, waitBeforeAnalysis } from './schedule.js';
import type { Session } from './session.js';
import { toDiagnostic } from './to-lsp.js';

export interface Report {
  /** Equal ids, equal answers: named by the analysis it came from and by how much of it was held back. */
  readonly id: string;
  readonly version: number;
  readonly items: Diagnostic[];
  /** When to look again because something was held back; `undefined` if nothing was. */
  readonly lookAgainIn: number | undefined;
}

/** Builds the reports of all open documents and remembers what each of them showed last. */
export interface Reporter {
  edited(uri: string): void;
  saved(uri: string): void;
  closed(uri: string): void;
  report(document: TextDocument, token?: CancellationToken): Promise<Report>;
}

interface DocumentState {
  lastEdit: number | undefined;
  isDirty: boolean;
  /** Fingerprints of the findings in the last report. */
  shown: ReadonlySet<string>;
  report: Report | undefined;
}

export function createReporter(session: Session): Reporter {
  const states = new Map<string, DocumentState>();

  const stateOf = (uri: string): DocumentState => {
    const known = states.get(uri);
    if (known !== undefined) {
      return known;
    }
    const fresh: DocumentState = { lastEdit: undefined, isDirty: false, shown: new Set(), report: undefined };
    states.set(uri, fresh);
    return fresh;
  };

  return {
    edited(uri) {
      Object.assign(stateOf(uri), { lastEdit: session.now(), isDirty: true });
    },
    saved(uri) {
      stateOf(uri).isDirty = false;
    },
    closed(uri) {
      states.delete(uri);
    },
    async report(document, token) {
      const state = stateOf(document.uri);
      const settings = await session.settings.of(document.uri);
      if (!settings.enable) {
        return nothing(document, 'off');
      }
      if (settings.run === 'onSave' && state.isDirty && state.report !== undefined) {
        return state.report;
      }
      const result = await newestAnalysis(session, document, settings, token);
      // Spans of an older text must not be turned into positions of this one.
      if (result === undefined || result.version !== document.version) {
        return state.report ?? nothing(document, 'none');
      }
      state.report = makeReport(session, document, state, result);
      return state.report;
    },
  };
}

/** Follows the edits that arrive while it waits; gives up when nobody waits for the answer any more. */
async function newestAnalysis(
  session: Session,
  document: TextDocument,
  settings: Settings,
  token: CancellationToken | undefined,
): Promise<AnalyzedDocument | undefined> {
  const analyses = await session.analyses;
  for (;;) {
    await letMessagesIn(waitBeforeAnalysis(analyses.latest(document.uri)?.milliseconds), token);
    const { version } = document;
    if (token?.isCancellationRequested === true) {
      return undefined;
    }
    const result = await analyses.analyze(document, settings);
    if (document.version === version) {
      return result;
    }
  }
}

function makeReport(session: Session, document: TextDocument, state: DocumentState, result: AnalyzedDocument): Report {
  const { analysis, serial, settings } = result;
  const { findings, heldBack } = visibleFindings(analysis, isTyping(session, state, settings), state.shown);
  state.shown = new Set(findings.map((finding) => finding.fingerprint));

  const file = { path: document.uri, text: document.getText() };
  const cx = { uri: document.uri, client: session.client, rulePage: session.rulePage };
  return {
    id: `${serial}-${heldBack}`,
    version: document.version,
    items: editorDiagnostics(file, { findings, notices: analysis.notices }).map((it) => toDiagnostic(it, cx)),
    lookAgainIn:
      heldBack === 0 || state.lastEdit === undefined ? undefined : state.lastEdit + settings.delay - session.now(),
  };
}

/** A client that cannot be told to look again gets everything at once. */
function isTyping({ client, now }: Session, state: DocumentState, settings: Settings): boolean {
  return (
    client.pullDiagnostics &&
    client.refreshDiagnostics &&
    state.lastEdit !== undefined &&
    now() - state.lastEdit < settings.delay
  );
}

function nothing(document: TextDocument, id: string): Report {
  return { id, version: document.version, items: [], lookAgainIn: undefined };
}

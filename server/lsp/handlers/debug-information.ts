import type { DebugInformation } from '#protocol';
import type { ServerDeps } from '../open-session.js';
import type { Session } from '../session.js';
import { toStatus } from '../status.js';

export function createDebugInformationHandler(session: Session, deps: ServerDeps): () => Promise<DebugInformation> {
  return async () => {
    const memoryBytes = deps.memoryBytes();
    const analyses = await session.analyses;
    return {
      version: deps.version,
      runtime: deps.runtime,
      client: session.client.name,
      memoryBytes,
      diagnostics: session.client.pullDiagnostics ? 'pull' : 'push',
      documents: session.documents.all().flatMap((document) => {
        const result = analyses.latest(document.uri);
        return result === undefined ? [] : [toStatus(document, result, memoryBytes)];
      }),
      log: session.log.recent(),
    };
  };
}

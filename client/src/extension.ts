import { type ExtensionContext, window } from 'vscode';
import type { DmaLensContext } from './context.js';
import * as commands from './features/commands.js';
import * as notAnalyzed from './features/not-analyzed.js';
import * as platform from './features/platform.js';
import * as statusItem from './features/status-item.js';
import { startClient } from './start-client.js';

const features = [commands, notAnalyzed, platform, statusItem];

export function activate(extension: ExtensionContext): void {
  const log = window.createOutputChannel('DMA Lens', { log: true });
  const server = startClient(extension, log);
  const cx: DmaLensContext = { extension, log, server };
  extension.subscriptions.push(log, server, ...features.flatMap((feature) => feature.activate(cx)));
}

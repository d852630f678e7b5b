import {
  commands,
  ConfigurationTarget,
  type Disposable,
  type QuickPickItem,
  type Uri,
  window,
  workspace,
  type WorkspaceConfiguration,
} from 'vscode';
import type { DmaLensContext } from '../context.js';

/** Chooses the simulated machine, a preset or one of the project's own; the setting is the only place where the choice lives. */
export function activate(cx: DmaLensContext): Disposable[] {
  return [
    commands.registerCommand('dmaLens.selectPlatform', async () => {
      const scope = window.activeTextEditor?.document.uri;
      const configuration = workspace.getConfiguration('dmaLens', scope);
      const current = configuration.get<string>('platform');
      const picked = await window.showQuickPick(
        [...presetNames(cx), ...ownNames(cx, scope)].map(
          (label): QuickPickItem => ({ label, description: label === current ? 'in force' : '' }),
        ),
        { title: 'DMA Lens: the machine to judge this code for', placeHolder: current ?? '' },
      );
      if (picked !== undefined) {
        await configuration.update('platform', picked.label, targetOf(configuration));
      }
    }),
  ];
}

/** Where the choice was made before; else the user's own settings, so that no file of a repository changes. */
function targetOf(configuration: WorkspaceConfiguration): ConfigurationTarget {
  const inspected = configuration.inspect('platform');
  if (inspected?.workspaceFolderValue !== undefined) {
    return ConfigurationTarget.WorkspaceFolder;
  }
  return inspected?.workspaceValue === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
}

/** What the configuration file above a document describes; the server said so when it analyzed it. */
function ownNames(cx: DmaLensContext, scope: Uri | undefined): readonly string[] {
  return scope === undefined ? [] : (cx.server.statusOf(scope.toString())?.configuration.ownPlatforms ?? []);
}

/** The manifest is checked against the engine's presets by a test, so it is the list. */
function presetNames(cx: DmaLensContext): readonly string[] {
  const manifest = cx.extension.extension.packageJSON as {
    readonly contributes: {
      readonly configuration: {
        readonly properties: { readonly 'dmaLens.platform': { readonly enum: readonly string[] } };
      };
    };
  };
  return manifest.contributes.configuration.properties['dmaLens.platform'].enum;
}

import {
  commands,
  ConfigurationTarget,
  type Disposable,
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
        [...presets(cx), ...ownPlatforms(cx, scope)].map(({ label, description }) =>
          label === current ? { label, description: `${description} (in force)` } : { label, description },
        ),
        {
          title: 'DMA Lens: the machine to judge this code for',
          placeHolder: current ?? '',
          matchOnDescription: true,
        },
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

interface Choice {
  readonly label: string;
  readonly description: string;
}

/** What the configuration file above a document describes; the server said so when it analyzed it. */
function ownPlatforms(cx: DmaLensContext, scope: Uri | undefined): readonly Choice[] {
  const names = scope === undefined ? [] : (cx.server.statusOf(scope.toString())?.configuration.ownPlatforms ?? []);
  return names.map((label) => ({ label, description: 'from .dma-lens.json' }));
}

/** The manifest is written from the engine's presets, so it is the list. */
function presets(cx: DmaLensContext): readonly Choice[] {
  const manifest = cx.extension.extension.packageJSON as {
    readonly contributes: {
      readonly configuration: {
        readonly properties: {
          readonly 'dmaLens.platform': {
            readonly enum: readonly string[];
            readonly enumDescriptions: readonly string[];
          };
        };
      };
    };
  };
  const { enum: names, enumDescriptions } = manifest.contributes.configuration.properties['dmaLens.platform'];
  return names.map((label, index) => ({ label, description: enumDescriptions[index] ?? '' }));
}

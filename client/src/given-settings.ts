import { Uri, workspace } from 'vscode';

const section = 'dmaLens';
const names = ['enable', 'platform', 'rules', 'minConfidence', 'run', 'delay', 'hover', 'kernel'] as const;

/**
 * The settings somebody gave for a document, without defaults: what a project's `.dma-lens.json` says
 * beats a default and not a user, and only the editor can tell the two apart.
 */
export function givenSettings(scope: string | undefined): Record<string, unknown> {
  const configuration = workspace.getConfiguration(section, scope === undefined ? undefined : Uri.parse(scope));
  return Object.fromEntries(
    names.filter((name) => isGiven(configuration.inspect(name))).map((name) => [name, configuration.get(name)]),
  );
}

function isGiven(inspected: object | undefined): boolean {
  return (
    inspected !== undefined &&
    Object.entries(inspected).some(
      ([level, value]) => level.endsWith('Value') && level !== 'defaultValue' && value !== undefined,
    )
  );
}

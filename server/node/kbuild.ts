import { join, resolve } from 'node:path';

/** What a Kbuild file says about one directory. Linux Documentation/kbuild/makefiles.rst (6.12). */
export interface Kbuild {
  /** Objects that are linked from others, by name, with the paths of their parts without `.o`. */
  readonly composites: ReadonlyMap<string, readonly string[]>;
  /** Objects that `obj-…` lists, without `.o`. */
  readonly objects: ReadonlySet<string>;
  /** The option that builds an object: `foo` of `obj-$(CONFIG_FOO) += foo.o`. */
  readonly options: ReadonlyMap<string, string>;
  /** Directories that headers in quotes are also looked for in. */
  readonly includeFolders: readonly string[];
}

/**
 * Reads the lists of a Makefile or Kbuild file. Conditions are not evaluated: what can be part of a module is. A list
 * that a variable holds is not followed, save `$(src)` and `$(srctree)` in front of a path.
 */
export function readKbuild(text: string, folder: string): Kbuild {
  const composites = new Map<string, string[]>();
  const objects = new Set<string>();
  const options = new Map<string, string>();
  const includeFolders = new Set<string>();
  for (const line of text.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const match = assignment.exec(line.replace(/#.*/, ''));
    const [, variable = '', value = ''] = match ?? [];
    if (/^(?:subdir-)?ccflags-|^EXTRA_CFLAGS$/.test(variable)) {
      for (const path of foldersIn(value, folder)) includeFolders.add(path);
      continue;
    }
    const parts = [...value.matchAll(/(?:^|\s)(?:\$\((?:src|obj)\)\/)?([\w./-]+)\.o(?=\s|$)/g)].map(
      (it) => it[1] ?? '',
    );
    if (/^obj-(?:[ym]$|\$)/.test(variable)) {
      const option = /CONFIG_(\w+)/.exec(variable)?.[1];
      for (const part of parts) {
        objects.add(part);
        if (option !== undefined) options.set(part, option);
      }
      continue;
    }
    const name = compositeName.exec(variable)?.[1];
    if (name !== undefined) composites.set(name, [...(composites.get(name) ?? []), ...parts]);
  }
  return { composites, objects, options, includeFolders: [...includeFolders] };
}

const assignment = /^\s*([\w.$(){}-]+)\s*(?:[:+?]?=)\s*(.*)$/;
/** `foo` of `foo-y`, `foo-objs`, `foo-$(CONFIG_X)`. */
const compositeName = /^([\w-]+?)-(?:y|m|objs|objs-y|objs-\$[({].*|\$[({].*)$/;

function foldersIn(flags: string, folder: string): readonly string[] {
  return [...flags.matchAll(/-I\s*(\S+)/g)].flatMap(([, written = '']) => {
    const inTree = /^\$[({](srctree|src|obj)[)}]\/?(.*)$/.exec(written);
    const [, root, rest = ''] = inTree ?? [];
    if (root === 'srctree') return treeOf(folder).map((tree) => join(tree, rest));
    return written.includes('$') && inTree === null ? [] : [resolve(folder, inTree === null ? written : rest)];
  });
}

/** Where the kernel tree begins that a folder is in: above its `drivers`, `sound` or `net`. */
function treeOf(folder: string): readonly string[] {
  const root = /^(.*)[\\/](?:drivers|sound)(?:[\\/]|$)/.exec(folder) ?? /^(.*?)[\\/]net(?:[\\/]|$)/.exec(folder);
  return root?.[1] === undefined ? [] : [root[1]];
}

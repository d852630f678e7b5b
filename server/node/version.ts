import { readFileSync } from 'node:fs';

/** Set by the bundler, so that a bundle needs no package.json beside it. */
declare const DMA_LENS_VERSION: string | undefined;

export function productVersion(): string {
  return typeof DMA_LENS_VERSION === 'string' ? DMA_LENS_VERSION : versionOfSourceTree();
}

function versionOfSourceTree(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : 'unknown';
}

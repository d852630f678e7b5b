import { everyPlatform } from '../../analysis/config/settings.js';

export const commandNames = ['check', 'trace', 'explain', 'rules', 'platforms', 'server'] as const;
export type CommandName = (typeof commandNames)[number];

export const generalHelp = `dma-lens: finds misuse of the Linux DMA API in C

dma-lens check [PATH…]                    check files and directories
dma-lens trace FILE[:LINE|:FUNCTION]      print the DMA steps of a function, path by path
dma-lens explain RULE                     print a rule's page
dma-lens rules                            list the rules
dma-lens platforms [NAME]                 list the machines code can be judged for, or print all of one
dma-lens server --stdio                   the language server for editors

  --help                    this text; after a command, that command's options
  --version                 print the version

Exit status: 0 nothing at or above --fail-on; 1 something; 2 wrong usage or configuration,
unreadable input, nothing to check; 3 an internal error. The highest that applies.
`;

export const commandHelp: Readonly<Record<CommandName, string>> = {
  check: `dma-lens check [PATH…]      check files and directories, default the current one

  --format text|sarif|json|github      default text
  --output FILE             write there instead of standard output
  --platform NAME|${everyPlatform}       default armv7-iommu; see dma-lens platforms
  --kernel DIR              a kernel tree whose headers are read; default the one a file stands in
  --rule ID=off|info|warning|error     set a rule's level; repeatable
  --rule-only ID            only this rule; repeatable
  --fail-on info|warning|error|never   default warning
  --min-confidence high|medium|low     default medium
  --jobs N                  how many files at once; default one per processor
  --stats[=functions]       how much was looked at, and what was not; with every function
  --quiet                   findings and errors only

A directory stands for its .c files, without *.mod.c and what .gitignore and .dma-lens.json leave out.
Headers are checked when they are named. Options beat the nearest .dma-lens.json above a file.
`,
  trace: `dma-lens trace FILE[:LINE|:FUNCTION]      print the DMA steps of a function, path by path

  --platform NAME           default: of the nearest .dma-lens.json, else armv7-iommu; see dma-lens platforms
  --kernel DIR              a kernel tree whose headers are read; default the one a file stands in
  --format text|json        default text

A line stands for the function around it; without either every function that concerns DMA is printed.
`,
  explain: `dma-lens explain RULE       print a rule's page: what goes wrong, what is flagged, when to turn it off
`,
  rules: `dma-lens rules              list the rules with their level, or off, and category
`,
  platforms: `dma-lens platforms [NAME]   list the machines code can be judged for, or print all of one

  --format text|json        default text

The machines of the nearest .dma-lens.json come after the presets.
`,
  server: `dma-lens server --stdio     the language server, speaking LSP over standard input and output
`,
};

// The language server as a process of its own: what VS Code starts.
import { runLanguageServer } from './language-server.js';

runLanguageServer();

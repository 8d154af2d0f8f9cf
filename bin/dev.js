#!/usr/bin/env node
// The same as run.js, but on the sources: Node strips the types itself, nothing is built.
import { main } from '../src/cli/main.ts';

await main(process.argv.slice(2), { commandsFolder: './src/commands' });

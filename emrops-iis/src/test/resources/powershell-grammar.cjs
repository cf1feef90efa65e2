// node --liftoff-only powershell-grammar.cjs DIRECTORY FILE...: prints the files that are no PowerShell.
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

async function main([directory, ...files]) {
    const modules = path.join(directory, 'node_modules');
    const { Parser, Language } = createRequire(path.join(modules, 'any.js'))('web-tree-sitter');
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(path.join(modules, 'tree-sitter-powershell', 'tree-sitter-powershell.wasm')));
    for (const file of files) {
        if (parser.parse(fs.readFileSync(file, 'utf8')).rootNode.hasError) {
            console.log(file);
        }
    }
}

main(process.argv.slice(2)).catch(error => {
    console.error(error);
    process.exitCode = 1;
});

// Prints methods.d.ts, the types of the parameters, as the program describes them:
// OTBENCH=build/bin/otbench node web/client/generate_types.js > web/client/methods.d.ts
import {start} from "./node.js";

const types = {
    "boolean": "boolean",
    "description": "string | object",
    "duration": "string",
    "integer": "number",
    "list of texts": "string[]",
    "object": "object",
    "step": "string | object | object[]",
    "text": "string",
    "text or integer": "string | number",
};

function typeOf({name, type}) {
    if (types[type] === undefined) throw new Error(`parameter '${name}': unknown type '${type}'`);
    return types[type];
}

const bench = start();
const {methods} = await bench.call("rpc.describe");
bench.close();
const lines = ["/** The parameters of each method of a bench; written by generate_types.js. */", "export interface Methods {"];
for (const {name, help, parameters} of methods) {
    lines.push(`    /** ${help} */`, `    "${name}": {`);
    for (const parameter of parameters)
        lines.push(`        /** ${parameter.help} */`,
            `        ${parameter.name}${parameter.required ? "" : "?"}: ${typeOf(parameter)};`);
    lines.push("    };");
}
lines.push("    /** Proves that the client may use a bench that other machines reach. */",
    '    "authenticate": {token: string};', "}");
console.log(lines.join("\n"));

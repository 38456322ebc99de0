// Drives node-mbus: node_mbus_client.js FOLDER PORT-OR-PTY TIMEOUT CALL..., where a call is a JSON list of a method's name and
// its arguments. TIMEOUT is for answers over TCP, in ms. Prints a JSON list of what came of each: {"data": ...} or {"error": "..."}.
'use strict';

const [folder, where, timeout, ...calls] = process.argv.slice(2);
const MbusMaster = require(folder + '/node_modules/node-mbus');

const options = where.startsWith('/')
    ? {serialPort: where, serialBaudRate: 9600}
    : {host: '127.0.0.1', port: Number(where), timeout: Number(timeout)};
const master = new MbusMaster(options);

function call(method, args) {
    return new Promise((resolve) => {
        master[method](...args, (error, data) => resolve(error ? {error: error.message} : {data: data ?? null}));
    });
}

(async () => {
    const results = [];
    for (const text of [JSON.stringify(['connect']), ...calls, JSON.stringify(['close'])]) {
        const [method, ...args] = JSON.parse(text);
        results.push(await call(method, args));
    }
    console.log(JSON.stringify(results));
})();

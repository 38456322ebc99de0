// Drives node-mbus for otbench check-client: node node-mbus.js WHERE BAUD METHOD ARGUMENT…; WHERE is HOST:PORT or the path of a
// serial port. Prints what the method returns as JSON; ends with 1 when it fails. node-mbus is found by NODE_PATH.
'use strict';

const MbusMaster = require('node-mbus');

const [where, baud, method, ...args] = process.argv.slice(2);
const port = where.lastIndexOf(':');
const master = new MbusMaster(
    where.startsWith('/') ? {serialPort: where, serialBaudRate: Number(baud)}
                          : {host: where.slice(0, port), port: Number(where.slice(port + 1)), timeout: 400});

function finish(error, data) {
    if (error) console.error(error.message);
    else console.log(JSON.stringify(data ?? null));
    master.close(() => process.exit(error ? 1 : 0));
}

master.connect((error) => {
    if (error) return finish(error);
    master[method](...args.map((text) => (/^\d{1,3}$/.test(text) ? Number(text) : text)), finish);
});

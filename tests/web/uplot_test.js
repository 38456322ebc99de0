"use strict";
// The copy of uPlot in share/report is the published package.
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");

const packaged = path.dirname(require.resolve("uplot/package.json"));
const bundled = path.join(process.env.OTBENCH_SOURCE, "share/report/uplot");

for (const [file, origin] of [["uPlot.iife.min.js", "dist"], ["uPlot.min.css", "dist"], ["LICENSE", "."]]) {
    test(`${file} is that of the package`, () => {
        assert.deepStrictEqual(fs.readFileSync(path.join(bundled, file)), fs.readFileSync(path.join(packaged, origin, file)));
    });
}

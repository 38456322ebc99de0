"use strict";
// How long it takes from the end of a frame on a bus to its picture on the page of the bench.

/// From now on the page notes when each frame is on the screen.
exports.watchFrames = (page) => page.evaluate(() => {
    window.shownFrames = [];
    // How far the bench's time is in front of the page's, in ms: at least so much, as the bench told its time before it came.
    window.ahead = -Infinity;
    const show = window.showFrame;
    const pictured = async (frame) => {
        shownFrames.push({kind: frame.kind, end: frame.end_ns / 1e6, at: performance.now()});
        const {time_ns} = await bench.call("time");
        ahead = Math.max(ahead, time_ns / 1e6 - performance.now());
    };
    window.showFrame = (frame) => {
        show(frame);
        requestAnimationFrame(() => setTimeout(() => pictured(frame)));
    };
});

/// Returns when so many frames of this kind were seen.
exports.seenFrames = (page, kind, count) => page.waitForFunction(
    ([kind, count]) => shownFrames.filter((frame) => frame.kind === kind).length >= count, [kind, count]);

/// The delays of frames of this kind in ms, shortest first.
exports.frameDelays = async (page, kind) => {
    const all = await page.evaluate(() => shownFrames.map(({kind, end, at}) => [kind, at + ahead - end]));
    return all.filter(([of]) => of === kind).map(([, delay]) => delay).sort((a, b) => a - b);
};

exports.median = (sorted) => sorted[Math.floor(sorted.length / 2)];

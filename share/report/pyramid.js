"use strict";
// Least and greatest values of any stretch of a wave in logarithmic time, so that a view costs its pixels, not its points.

const pyramidFactor = 8;

/// The number of times before `time`.
function countBefore(times, time) {
    let low = 0, high = times.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (times[middle] < time) low = middle + 1;
        else high = middle;
    }
    return low;
}

class Pyramid {
    constructor(wave) {
        this.wave = wave;
        this.levels = [{low: wave.values, high: wave.values}];
        for (let below = this.levels[0]; below.low.length > pyramidFactor;) {
            const size = Math.ceil(below.low.length / pyramidFactor);
            const level = {low: new Float64Array(size).fill(Infinity), high: new Float64Array(size).fill(-Infinity)};
            for (let i = 0; i < below.low.length; ++i) {
                const block = Math.floor(i / pyramidFactor);
                level.low[block] = Math.min(level.low[block], below.low[i]);
                level.high[block] = Math.max(level.high[block], below.high[i]);
            }
            this.levels.push(level);
            below = level;
        }
    }

    /// [least, greatest] of the points from `first` up to before `last`.
    extremes(first, last) {
        let low = Infinity, high = -Infinity;
        for (let k = 0; first < last; ++k) {
            const level = this.levels[k];
            const take = (i) => { low = Math.min(low, level.low[i]); high = Math.max(high, level.high[i]); };
            const isTop = k + 1 === this.levels.length;
            while (first < last && (isTop || first % pyramidFactor)) take(first++);
            while (first < last && last % pyramidFactor) take(--last);
            first /= pyramidFactor;
            last /= pyramidFactor;
        }
        return [low, high];
    }

    /// The value at a time, between the points around it.
    at(time) {
        const {times, values} = this.wave;
        const i = countBefore(times, time);
        if (i === 0) return values[0];
        if (i === times.length) return values[i - 1];
        const span = times[i] - times[i - 1];
        return span > 0 ? values[i - 1] + (values[i] - values[i - 1]) * (time - times[i - 1]) / span : values[i];
    }

    /// What a plot `columns` pixels wide shows of a stretch of time: the points, or for each column the first, least, greatest and last.
    view(from, to, columns) {
        const {times, values} = this.wave;
        const first = countBefore(times, from), last = countBefore(times, to);
        const x = [from], y = [this.at(from)];
        if (last - first <= 4 * columns) {
            for (let i = first; i < last; ++i) { x.push(times[i]); y.push(values[i]); }
        } else {
            for (let column = 0, i = first; column < columns; ++column) {
                const end = from + (to - from) * (column + 1) / columns;
                const next = countBefore(times, end);
                if (next > i) {
                    const [low, high] = this.extremes(i, next);
                    const middle = end - (to - from) / columns / 2;
                    x.push(middle, middle, middle, middle);
                    y.push(values[i], low, high, values[next - 1]);
                }
                i = next;
            }
        }
        x.push(to);
        y.push(this.at(to));
        return [x, y];
    }
}

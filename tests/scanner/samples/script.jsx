/** @file A. */
import a, { b as c } from './x'
export * from '../y'
const f = async ({ p, q = 1 }, ...r) => c(p)
/** F. @param {string} x - It.
 * @returns {number} n */
export default class K extends a.B { #m() { this.n() } get v() { return `${f()}` } }
module.exports = { f, g: function () {} }
// note
function* h(x) { for (const y of x) { yield y } }
const C = () => <a.b c={d()}>{x}</a.b>

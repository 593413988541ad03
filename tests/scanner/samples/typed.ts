import type { T } from './t'
@Dec()
abstract class A<T> implements I { constructor(private x?: T) { super() } }
namespace N.M { export const enum E { A } }
interface I extends J<string> { m(a: number): void }
type U = A | { b: string }
declare module 'm' { export function k(): void }
export = A

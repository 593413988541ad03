// Reads {root, files} from standard input; writes what TypeScript's own compiler says of these files: what they define,
// what they export, and where their imports and re-exports and their calls lead.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import ts from "typescript";

const { root, files } = JSON.parse(readFileSync(0, "utf8"));
const options = {
  allowJs: true, noLib: true, noImplicitThis: true, types: [], jsx: ts.JsxEmit.Preserve, target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
};
const program = ts.createProgram(files.map((file) => `${root}/${file}`), options);
const checker = program.getTypeChecker();
const told = { definitions: [], exports: {}, imports: [], modules: [], calls: [] };

const line = (node, source) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
const isFunction = (node) => ts.isArrowFunction(node) || ts.isFunctionExpression(node);

function unwrapped(node) {
  while (node && (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)
    || ts.isNonNullExpression(node))) node = node.expression;
  return node;
}

// Whether an object has a name by which its members can be called, as they then are symbols.
function isBoundObject(node) {
  if (!ts.isObjectLiteralExpression(node)) return true;
  let parent = node.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent))
    parent = parent.parent;
  return ts.isVariableDeclaration(parent) || (ts.isPropertyAssignment(parent) && isBoundObject(parent.parent));
}

// `[Symbol.iterator]` is written as the language's specification once did.
const nameOf = (node) => node.name.getText().replace(/^\[Symbol\.(\w+)\]$/, "@@$1").replace(/^["'](.*)["']$/, "$1");

// The name of a function that is put on an object which a name is bound to: `traps.set = function …`.
function put(node) {
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(node.left)) return undefined;
  const owner = checker.getSymbolAtLocation(node.left.expression)?.valueDeclaration;
  const value = owner && ts.isVariableDeclaration(owner) ? unwrapped(owner.initializer) : undefined;
  return value && ts.isObjectLiteralExpression(value) && isFunction(unwrapped(node.right)) ? node.left.name.text : undefined;
}

// The name under which a node defines a function, a method or a class, if it does.
function defined(node) {
  if (ts.isBinaryExpression(node)) return put(node);
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (ts.isObjectLiteralExpression(node.parent ?? node) && !isBoundObject(node.parent)) return undefined;
  const isNamed = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)
    || ts.isEnumDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isMethodDeclaration(node)
    || (ts.isMethodSignature(node) && ts.isInterfaceDeclaration(node.parent)) || ts.isGetAccessorDeclaration(node) || ts.isSetAccessorDeclaration(node);
  if (isNamed) return node.name ? nameOf(node) : "default";
  const isBound = ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node);
  const value = isBound ? unwrapped(node.initializer) : undefined;
  return value && (isFunction(value) || ts.isClassExpression(value)) ? nameOf(node) : undefined;
}

// Where a symbol is declared among the files, through every alias.
function places(symbol) {
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  return (symbol?.declarations ?? []).flatMap((node) => {
    // Another name for something: `const a = b`, `a = this.b`.
    const value = ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) ? unwrapped(node.initializer) : undefined;
    if (value && (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value))) return meant(value);
    const source = node.getSourceFile();
    const kind = ts.isSourceFile(node) ? "module" : defined(node) === undefined ? "other" : "symbol";
    return [[relative(root, source.fileName), kind === "module" ? 1 : line(node, source), kind]];
  });
}

// Where an expression leads. What a constant is declared to have stands as well in the object that it is.
function meant(node) {
  if (!ts.isPropertyAccessExpression(node)) return places(checker.getSymbolAtLocation(node));
  const owner = checker.getSymbolAtLocation(unwrapped(node.expression));
  const constant = owner && owner.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(owner) : owner;
  const value = unwrapped(constant?.valueDeclaration?.initializer);
  const own = value && ts.isObjectLiteralExpression(value)
    ? value.properties.filter((one) => one.name?.getText() === node.name.text) : [];
  return [...places(checker.getSymbolAtLocation(node.name)), ...own.flatMap((one) => places(one.symbol))];
}

// What a node calls, where it is a call: `f()`, `new C()`, `<Component />`, `@decorator`.
function called(node) {
  const isElement = ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node);
  if (isElement) return /^[a-z][^.]*$/.test(node.tagName.getText()) ? undefined : node.tagName;
  if (ts.isDecorator(node)) return ts.isCallExpression(node.expression) ? undefined : node.expression;
  const isCall = (ts.isCallExpression(node) && node.expression.kind !== ts.SyntaxKind.ImportKeyword) || ts.isNewExpression(node);
  return isCall ? node.expression : undefined;
}

// A chain of names and calls as it is written, without arguments and marks; "…" for what is neither.
function chain(node) {
  if (ts.isPropertyAccessExpression(node)) return `${chain(node.expression)}.${node.name.text}`;
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return `${chain(node.expression)}()`;
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return chain(node.expression);
  return /^[\w$]+$/.test(node.getText()) ? node.getText() : "…";
}

function visit(node, source, file) {
  const name = defined(node);
  if (name !== undefined) told.definitions.push([file, line(node, source), name]);
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    const module = checker.getSymbolAtLocation(node.moduleSpecifier);
    const target = module?.valueDeclaration && ts.isSourceFile(module.valueDeclaration)
      ? relative(root, module.valueDeclaration.fileName) : null;
    told.modules.push([file, line(node, source), node.moduleSpecifier.text, target]);
  }
  const isImported = ts.isImportSpecifier(node) || (ts.isExportSpecifier(node) && node.parent.parent.moduleSpecifier);
  if (isImported) {
    const imported = (node.propertyName ?? node.name).text;
    told.imports.push([file, line(node, source), imported, places(checker.getSymbolAtLocation(node.name))]);
  }
  const callee = called(node);
  if (callee) {
    told.calls.push([file, line(callee, source), chain(callee), meant(unwrapped(callee))]);
  }
  ts.forEachChild(node, (child) => visit(child, source, file));
}

for (const source of program.getSourceFiles()) {
  const file = relative(root, source.fileName);
  const symbol = checker.getSymbolAtLocation(source);
  if (symbol) told.exports[file] = checker.getExportsOfModule(symbol).map((one) => one.name).sort();
  visit(source, source, file);
}
process.stdout.write(JSON.stringify(told));

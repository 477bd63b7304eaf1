"""Writes what CPython's own parser sees in each fixture: `<fixture>.expected`, one line a statement.

    python3 make-expected.py fixtures/*.py

The first line names the Python version that was used. `outline.ts` prints the same from our tree.
"""

import ast
import json
import struct
import sys

BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^", ast.BitAnd: "&", ast.FloorDiv: "//",
}
UNARY = {ast.Invert: "~", ast.Not: "not", ast.UAdd: "+", ast.USub: "-"}
COMPARE = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}


def quote(text):
    return json.dumps(text)


def number(value):
    if isinstance(value, complex):
        return "complex"
    if isinstance(value, int):
        return str(value)
    return "float:" + struct.pack(">d", value).hex()


class Outline:
    def __init__(self):
        self.lines = []
        # Before Python 3.12 positions within f-strings are not those of the file.
        self.formatted = 0

    def at(self, node, text):
        return text if self.formatted else f"{text}@{node.lineno}" + (f"-{node.end_lineno}" if node.end_lineno != node.lineno else "")

    def optional(self, node):
        return "-" if node is None else self.expression(node)

    def all(self, nodes):
        return " ".join(self.expression(node) for node in nodes)

    def expression(self, node):
        kind = type(node).__name__
        return self.at(node, getattr(self, "on_" + kind)(node))

    def on_Name(self, node):
        return node.id

    def on_Attribute(self, node):
        return f"(. {self.expression(node.value)} {node.attr})"

    def on_Call(self, node):
        return f"(call {self.expression(node.func)}{self.arguments(node.args, node.keywords)})"

    def arguments(self, args, keywords):
        text = "".join(" " + self.expression(arg) for arg in args)
        return text + "".join(f" {keyword.arg or '**'}={self.expression(keyword.value)}" for keyword in keywords)

    def on_Subscript(self, node):
        return f"(index {self.expression(node.value)} {self.expression(node.slice)})"

    def on_Slice(self, node):
        return f"(slice {self.optional(node.lower)} {self.optional(node.upper)} {self.optional(node.step)})"

    def on_Constant(self, node):
        value = node.value
        if isinstance(value, str):
            return quote(value)
        if isinstance(value, bytes):
            return "b" + quote(value.decode("latin-1"))
        if value is None or value is True or value is False:
            return str(value)
        return "..." if value is ... else number(value)

    def on_JoinedStr(self, node, name="f"):
        self.formatted += 1
        text = "(" + name
        for value in node.values:
            if isinstance(value, ast.Constant):
                text += " " + quote(value.value)
            else:
                conversion = "" if value.conversion == -1 else "!" + chr(value.conversion)
                text += " {" + self.expression(value.value) + conversion + self.format(value.format_spec) + "}"
        self.formatted -= 1
        return text + ")"

    def on_TemplateStr(self, node):
        return self.on_JoinedStr(node, "t")

    def format(self, spec):
        if spec is None:
            return ""
        if all(isinstance(value, ast.Constant) for value in spec.values):
            return ":" + quote("".join(value.value for value in spec.values))
        return ":?"

    def on_Tuple(self, node):
        return f"(tuple {self.all(node.elts)})"

    def on_List(self, node):
        return f"(list {self.all(node.elts)})"

    def on_Set(self, node):
        return f"(set {self.all(node.elts)})"

    def on_Dict(self, node):
        pairs = (f"{'**' if key is None else self.expression(key)}:{self.expression(value)}" for key, value in zip(node.keys, node.values))
        return f"(dict {' '.join(pairs)})"

    def on_BinOp(self, node):
        return f"({BINARY[type(node.op)]} {self.expression(node.left)} {self.expression(node.right)})"

    def on_UnaryOp(self, node):
        return f"({UNARY[type(node.op)]} {self.expression(node.operand)})"

    def on_BoolOp(self, node):
        return f"({'and' if isinstance(node.op, ast.And) else 'or'} {self.all(node.values)})"

    def on_Compare(self, node):
        pairs = (f"{COMPARE[type(op)]} {self.expression(right)}" for op, right in zip(node.ops, node.comparators))
        return f"(compare {self.expression(node.left)} {' '.join(pairs)})"

    def on_IfExp(self, node):
        return f"(if {self.expression(node.test)} {self.expression(node.body)} {self.expression(node.orelse)})"

    def on_Lambda(self, node):
        return f"(lambda {self.parameters(node.args)} {self.expression(node.body)})"

    def comprehension(self, name, node, element):
        text = f"({name} {element}"
        for clause in node.generators:
            text += f" {'async ' if clause.is_async else ''}for {self.expression(clause.target)} in {self.expression(clause.iter)}"
            text += "".join(f" if {self.expression(test)}" for test in clause.ifs)
        return text + ")"

    def on_ListComp(self, node):
        return self.comprehension("list", node, self.expression(node.elt))

    def on_SetComp(self, node):
        return self.comprehension("set", node, self.expression(node.elt))

    def on_GeneratorExp(self, node):
        return self.comprehension("generator", node, self.expression(node.elt))

    def on_DictComp(self, node):
        return self.comprehension("dict", node, f"{self.expression(node.key)}:{self.expression(node.value)}")

    def on_Await(self, node):
        return f"(await {self.expression(node.value)})"

    def on_Yield(self, node):
        return f"(yield {self.optional(node.value)})"

    def on_YieldFrom(self, node):
        return f"(yield from {self.expression(node.value)})"

    def on_Starred(self, node):
        return f"(* {self.expression(node.value)})"

    def on_NamedExpr(self, node):
        return f"(:= {node.target.id} {self.expression(node.value)})"

    def parameters(self, args):
        positional = [(arg, "positional-only") for arg in args.posonlyargs] + [(arg, "positional") for arg in args.args]
        defaults = [None] * (len(positional) - len(args.defaults)) + args.defaults
        rows = [(arg, kind, default) for (arg, kind), default in zip(positional, defaults)]
        if args.vararg:
            rows.append((args.vararg, "var-positional", None))
        rows += [(arg, "keyword-only", default) for arg, default in zip(args.kwonlyargs, args.kw_defaults)]
        if args.kwarg:
            rows.append((args.kwarg, "var-keyword", None))
        return "[" + " ".join(f"{kind} {arg.arg}:{self.optional(arg.annotation)}={self.optional(default)}" for arg, kind, default in rows) + "]"

    def type_parameters(self, node):
        rows = (f"{parameter.name}:{self.optional(getattr(parameter, 'bound', None))}" for parameter in getattr(node, "type_params", []))
        return "[" + " ".join(rows) + "]"

    def emit(self, depth, node, text):
        self.lines.append("  " * depth + f"{node.lineno}-{node.end_lineno} {text}")

    def block(self, depth, name, body):
        if body:
            self.lines.append("  " * depth + name)
            self.statements(depth + 1, body)

    def statements(self, depth, body):
        for node in body:
            getattr(self, "do_" + type(node).__name__)(depth, node)

    def definition(self, depth, node, text):
        self.emit(depth, node, text)
        for decorator in node.decorator_list:
            self.lines.append("  " * depth + "@ " + self.expression(decorator))
        self.statements(depth + 1, node.body)

    def do_FunctionDef(self, depth, node, prefix=""):
        text = f"{prefix}def {node.name} {self.type_parameters(node)} {self.parameters(node.args)} {self.optional(node.returns)}"
        self.definition(depth, node, text)

    def do_AsyncFunctionDef(self, depth, node):
        self.do_FunctionDef(depth, node, "async ")

    def do_ClassDef(self, depth, node):
        self.definition(depth, node, f"class {node.name} {self.type_parameters(node)}{self.arguments(node.bases, node.keywords)}")

    def do_Assign(self, depth, node):
        self.emit(depth, node, f"assign {self.all(node.targets)} = {self.expression(node.value)}")

    def do_AnnAssign(self, depth, node):
        self.emit(depth, node, f"annotated {self.expression(node.target)} {self.expression(node.annotation)} {self.optional(node.value)}")

    def do_AugAssign(self, depth, node):
        self.emit(depth, node, f"augmented {self.expression(node.target)} {BINARY[type(node.op)]}= {self.expression(node.value)}")

    def do_TypeAlias(self, depth, node):
        self.emit(depth, node, f"type {node.name.id} {self.type_parameters(node)} {self.expression(node.value)}")

    def do_Expr(self, depth, node):
        self.emit(depth, node, f"expression {self.expression(node.value)}")

    def do_Return(self, depth, node):
        self.emit(depth, node, f"return {self.optional(node.value)}")

    def do_Raise(self, depth, node):
        self.emit(depth, node, f"raise {self.optional(node.exc)} {self.optional(node.cause)}")

    def do_If(self, depth, node):
        self.emit(depth, node, f"if {self.expression(node.test)}")
        self.statements(depth + 1, node.body)
        self.block(depth, "else", node.orelse)

    def do_For(self, depth, node, prefix=""):
        self.emit(depth, node, f"{prefix}for {self.expression(node.target)} in {self.expression(node.iter)}")
        self.statements(depth + 1, node.body)
        self.block(depth, "else", node.orelse)

    def do_AsyncFor(self, depth, node):
        self.do_For(depth, node, "async ")

    def do_While(self, depth, node):
        self.emit(depth, node, f"while {self.expression(node.test)}")
        self.statements(depth + 1, node.body)
        self.block(depth, "else", node.orelse)

    def do_With(self, depth, node, prefix=""):
        items = " ".join(f"{self.expression(item.context_expr)} as {self.optional(item.optional_vars)}" for item in node.items)
        self.emit(depth, node, f"{prefix}with {items}")
        self.statements(depth + 1, node.body)

    def do_AsyncWith(self, depth, node):
        self.do_With(depth, node, "async ")

    def do_Try(self, depth, node):
        self.emit(depth, node, "try")
        self.statements(depth + 1, node.body)
        for handler in node.handlers:
            self.block(depth, f"except {self.optional(handler.type)} as {handler.name or '-'}", handler.body)
        self.block(depth, "else", node.orelse)
        self.block(depth, "finally", node.finalbody)

    do_TryStar = do_Try

    def do_Match(self, depth, node):
        self.emit(depth, node, f"match {self.expression(node.subject)}")
        for case in node.cases:
            self.block(depth, f"case {self.optional(case.guard)}", case.body)

    def do_Import(self, depth, node):
        self.emit(depth, node, "import " + self.names(node))

    def do_ImportFrom(self, depth, node):
        self.emit(depth, node, f"from {'.' * node.level}{node.module or ''} import {self.names(node)}")

    def names(self, node):
        return " ".join(f"{name.name} as {name.asname or '-'}" for name in node.names)

    def do_Global(self, depth, node):
        self.emit(depth, node, f"global {' '.join(node.names)}")

    def do_Nonlocal(self, depth, node):
        self.emit(depth, node, f"nonlocal {' '.join(node.names)}")

    def do_Delete(self, depth, node):
        self.emit(depth, node, f"delete {self.all(node.targets)}")

    def do_Assert(self, depth, node):
        self.emit(depth, node, f"assert {self.expression(node.test)} {self.optional(node.msg)}")

    def do_Pass(self, depth, node):
        self.emit(depth, node, "pass")

    def do_Break(self, depth, node):
        self.emit(depth, node, "break")

    def do_Continue(self, depth, node):
        self.emit(depth, node, "continue")


def outline(source):
    result = Outline()
    result.statements(0, ast.parse(source).body)
    return "".join(line + "\n" for line in result.lines)


if __name__ == "__main__":
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            text = outline(file.read())
        with open(path + ".expected", "w", encoding="utf-8") as file:
            file.write(f"CPython {sys.version.split()[0]}\n{text}")

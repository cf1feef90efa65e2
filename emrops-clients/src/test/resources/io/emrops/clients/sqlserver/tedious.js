'use strict';

// Does through tedious what the JSON on standard input says, one step after the other, and prints what came of each.
//
// {connection: what tedious takes, steps: [{do: 'batch', sql: ...}, ...]}
// => {connected: true, steps: [{rows: ...}, ...], environment: [...]}, or {connected: false, error: ...}

const path = require('path');
const tedious = require(path.join(process.env.EMROPS_TEDIOUS, 'node_modules', 'tedious'));

let said = []; // errors and notes of the step at hand
const environment = [];

async function main() {
    const order = JSON.parse(await text(process.stdin));
    const connection = new tedious.Connection(order.connection);
    connection.on('infoMessage', message => said.push(note(message)));
    connection.on('errorMessage', message => said.push(note(message)));
    connection.on('databaseChange', database => environment.push('database ' + database));
    connection.on('languageChange', language => environment.push('language ' + language));
    connection.on('resetConnection', () => environment.push('reset'));
    connection.on('rollbackTransaction', () => environment.push('rolled back'));
    connection.on('error', error => said.push({ message: error.message }));
    const refused = await new Promise(resolve => connection.connect(resolve));
    if (refused) {
        return { connected: false, error: failure(refused), said };
    }
    const login = said;
    const steps = [];
    for (const step of order.steps) {
        said = [];
        const result = await perform[step.do](connection, step);
        steps.push({ ...result, said, inTransaction: connection.inTransaction });
    }
    const ended = new Promise(resolve => connection.on('end', resolve));
    connection.close();
    await ended;
    return { connected: true, login, steps, environment };
}

const perform = {
    batch: (connection, step) => ask(step, request => connection.execSqlBatch(request)),
    sql: (connection, step) => ask(step, request => connection.execSql(request)),
    call: (connection, step) => ask(step, request => connection.callProcedure(request)),
    /** One request, prepared, executed with each of the values, and unprepared. */
    prepared: async (connection, step) => {
        const request = new tedious.Request(step.sql, () => undefined);
        addParameters(request, step);
        const prepared = await new Promise(resolve => {
            request.once('prepared', () => resolve({}));
            request.once('error', error => resolve({ error: failure(error) }));
            connection.prepare(request);
        });
        if (prepared.error) {
            return prepared;
        }
        const executions = [];
        for (const values of step.values) {
            executions.push(await again(request, () => connection.execute(request, values)));
        }
        return {
            handle: request.handle,
            executions,
            unprepared: await again(request, () => connection.unprepare(request))
        };
    },
    begin: (connection, step) =>
        told(done => connection.beginTransaction(done, step.name || '', isolation(step.isolation))),
    commit: (connection, step) => told(done => connection.commitTransaction(done, step.name || '')),
    rollback: (connection, step) => told(done => connection.rollbackTransaction(done, step.name || '')),
    save: (connection, step) => told(done => connection.saveTransaction(done, step.name)),
    reset: connection => told(done => connection.reset(done)),
    bulk: (connection, step) =>
        new Promise(resolve => {
            const load = connection.newBulkLoad(step.table, step.options || {}, (error, rowCount) =>
                resolve({ error: failure(error), rowCount })
            );
            step.columns.forEach(column => load.addColumn(column.name, type(column.type), column.options || {}));
            connection.execBulkLoad(load, step.rows);
        })
};

function ask(step, send) {
    return new Promise(resolve => {
        const answer = listen(resolve);
        const request = new tedious.Request(step.sql, answer.done);
        answer.to(request);
        addParameters(request, step);
        if (step.timeout) {
            request.setTimeout(step.timeout);
        }
        if (step.cancel === 'first row') {
            request.once('row', () => request.cancel());
        } else if (step.cancel) {
            setTimeout(() => request.cancel(), step.cancel);
        }
        send(request);
    });
}

/** A request that has been used before, heard anew. */
function again(request, send) {
    return new Promise(resolve => {
        const answer = listen(resolve);
        ['row', 'columnMetadata', 'done', 'doneInProc', 'doneProc'].forEach(event => request.removeAllListeners(event));
        answer.to(request);
        request.error = undefined;
        request.userCallback = answer.done;
        send();
    });
}

function addParameters(request, step) {
    for (const each of step.parameters || []) {
        const add = each.out ? 'addOutputParameter' : 'addParameter';
        request[add](each.name, type(each.type), value(each), each.options);
    }
}

function listen(resolve) {
    const result = { results: [], out: {}, counts: [] };
    const here = () => result.results[result.results.length - 1];
    return {
        to(request) {
            request.on('columnMetadata', columns =>
                result.results.push({ columns: columns.map(describe), rows: [] })
            );
            request.on('row', columns => here().rows.push(columns.map(column => plain(column.value))));
            request.on('returnValue', (name, returned) => (result.out[name] = plain(returned)));
            request.on('done', count => result.counts.push(count === undefined ? null : count));
            request.on('doneInProc', count => result.counts.push(count === undefined ? null : count));
            request.on('doneProc', (count, more, status) => (result.status = status));
        },
        done(error, rowCount) {
            resolve({ ...result, error: failure(error), rowCount });
        }
    };
}

function told(act) {
    return new Promise(resolve => act(error => resolve({ error: failure(error) })));
}

function describe(column) {
    return { name: column.colName, type: column.type.name, length: column.dataLength, scale: column.scale };
}

function note({ number, state, class: severity, message, procName, lineNumber }) {
    return { number, state, severity, message, procedure: procName, line: lineNumber };
}

function failure(error) {
    if (!error) {
        return undefined;
    }
    const { code, number, state, class: severity, message } = error;
    return { code, number, state, severity, message, all: error.errors && error.errors.map(failure) };
}

function type(name) {
    return tedious.TYPES[name];
}

function isolation(name) {
    return name && tedious.ISOLATION_LEVEL[name];
}

/** JSON knows neither bytes nor dates, nor the types of a table's columns. */
function value({ type: name, value: given, hex, date }) {
    if (name === 'TVP') {
        return { ...given, columns: given.columns.map(column => ({ ...column, type: type(column.type) })) };
    }
    if (hex !== undefined) {
        return Buffer.from(hex, 'hex');
    }
    return date !== undefined ? new Date(date) : given;
}

function plain(received) {
    if (Buffer.isBuffer(received)) {
        return '0x' + received.toString('hex');
    }
    return typeof received === 'bigint' ? received.toString() : received;
}

async function text(stream) {
    let all = '';
    for await (const part of stream.setEncoding('utf8')) {
        all += part;
    }
    return all;
}

main().then(
    result => process.stdout.write(JSON.stringify(result)),
    error => {
        // An open connection would keep the process alive.
        process.stderr.write(String(error && error.stack), () => process.exit(1));
    }
);

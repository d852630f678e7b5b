-- Attaches to the language server named in $DMA_LENS_SERVER (a JSON list: program and arguments), waits for its
-- diagnostics of the current buffer and writes them to $DMA_LENS_RESULT. Written for Neovim 0.7.
local command = vim.json.decode(vim.env.DMA_LENS_SERVER)
local handle = vim.json.decode(vim.env.DMA_LENS_HANDLE)

local published = false
local function on_publish(...)
  published = true
  return vim.lsp.diagnostic.on_publish_diagnostics(...)
end

local client_id = vim.lsp.start_client({
  name = 'dma-lens',
  cmd = command,
  root_dir = vim.fn.getcwd(),
  handlers = { ['textDocument/publishDiagnostics'] = on_publish },
})
vim.lsp.buf_attach_client(0, client_id)

local arrived = vim.wait(20000, function() return published end, 20)

local diagnostics = {}
for _, it in ipairs(vim.diagnostic.get(0)) do
  table.insert(diagnostics, {
    line = it.lnum + 1,
    column = it.col + 1,
    message = it.message,
    code = it.code,
  })
end

local answers = vim.lsp.buf_request_sync(0, 'textDocument/hover', {
  textDocument = vim.lsp.util.make_text_document_params(0),
  position = { line = handle.line - 1, character = handle.column - 1 },
}, 5000)
local answer = answers and answers[client_id] or {}

local result = vim.json.encode({ arrived = arrived, diagnostics = diagnostics, hover = answer.result })
vim.fn.writefile({ result }, vim.env.DMA_LENS_RESULT)
vim.lsp.stop_client(client_id)
vim.cmd('qall!')

# syntax=docker/dockerfile:1

# --- everything, to build with; better-sqlite3 is compiled where no ready-made binary fits ---------
FROM node:22-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
# Without the sources there is nothing to build yet: only the dependencies' own scripts are run.
RUN npm ci --ignore-scripts --no-audit --no-fund && npm rebuild better-sqlite3
COPY tsconfig.json build.mjs vite.config.ts ./
COPY src ./src
# The build starts Cairn once, to keep what V8 compiles for it.
COPY migrations ./migrations
RUN npm run build

# --- what runs ------------------------------------------------------------------------------------
FROM node:22-slim
ENV NODE_ENV=production \
  DATABASE_URL=file:/data/cairn.db \
  HOST=0.0.0.0 \
  PORT=3000
WORKDIR /app
# All else is in the bundle.
COPY --from=build /app/node_modules/better-sqlite3 ./node_modules/better-sqlite3
COPY --from=build /app/node_modules/bindings ./node_modules/bindings
COPY --from=build /app/node_modules/file-uri-to-path ./node_modules/file-uri-to-path
COPY --from=build /app/dist ./dist
COPY package.json manifest.yml LICENSE ./
COPY migrations ./migrations
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Signals reach node itself, so that `docker stop` ends it gracefully.
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["start"]

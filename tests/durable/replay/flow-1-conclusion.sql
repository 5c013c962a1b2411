BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE application_versions (
    version_id TEXT NOT NULL PRIMARY KEY,
    version_name TEXT NOT NULL UNIQUE,
    version_timestamp INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    created_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000)
, "application_name" TEXT DEFAULT NULL);
INSERT INTO "application_versions" VALUES('26b25ddc-bf23-427d-b595-e52f9e0e061b','flow-1',1795400635000,1795400635000,'releasebot');
CREATE TABLE audit (
	number INTEGER NOT NULL, 
	time TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	release TEXT, 
	data TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "audit" VALUES(1,'2026-03-04T05:06:07.000Z','alice','requested','04ae5ddce499','{"branch": null, "bump": "minor", "project": "greeter"}','0000000000000000000000000000000000000000000000000000000000000000','e19541ed6947a1df2fc9c4154960dceca0feed81a3e17abc3851cb8362eb3a81');
INSERT INTO "audit" VALUES(2,'2026-03-04T05:06:07.000Z','alice','planned','04ae5ddce499','{"branch": "main", "commit": "e442c4436b83a49fe69c7b7b653c6928606c8e7b", "version": "1.2.0"}','e19541ed6947a1df2fc9c4154960dceca0feed81a3e17abc3851cb8362eb3a81','d1b17e3e8a3c6b83344f6188409a1e1dd2f83ca1640a057be49d4e74fe4d90d3');
INSERT INTO "audit" VALUES(3,'2026-03-04T05:06:07.000Z','releasebot','asked','04ae5ddce499','{"digest": "sha256:0e69ac33dc02c8c43610236d869f92a3d00e9807ff56649682ba8f696c6253ca", "expires": "2026-03-05T05:06:07.000Z", "question": "dd9d6782125bcfdd"}','d1b17e3e8a3c6b83344f6188409a1e1dd2f83ca1640a057be49d4e74fe4d90d3','30ffb468a55b57a58d989254f81e88c3743d52fb64f35fde0b7f6ff212fa736a');
INSERT INTO "audit" VALUES(4,'2026-03-04T05:06:07.000Z','bob','approve','04ae5ddce499','{"account": "bob", "digest": "sha256:0e69ac33dc02c8c43610236d869f92a3d00e9807ff56649682ba8f696c6253ca", "question": "dd9d6782125bcfdd", "reason": "because"}','30ffb468a55b57a58d989254f81e88c3743d52fb64f35fde0b7f6ff212fa736a','c2ce3efdb9d8204f4b657dcfcd92b33fa75db176a7a79b659a0ac60a7f40fa39');
INSERT INTO "audit" VALUES(5,'2026-03-04T05:06:07.000Z','carol','approve','04ae5ddce499','{"account": "carol", "digest": "sha256:0e69ac33dc02c8c43610236d869f92a3d00e9807ff56649682ba8f696c6253ca", "question": "dd9d6782125bcfdd", "reason": "because"}','c2ce3efdb9d8204f4b657dcfcd92b33fa75db176a7a79b659a0ac60a7f40fa39','122a92bde63d9b05c4bde549bf394796c9ad8bad916d74dc2db284db45536215');
CREATE TABLE dbos_migrations (version INTEGER NOT NULL PRIMARY KEY);
INSERT INTO "dbos_migrations" VALUES(125);
CREATE TABLE ledger (
	release TEXT NOT NULL, 
	stage TEXT NOT NULL, 
	target TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	evidence JSON NOT NULL, 
	PRIMARY KEY (release, stage, target, "key"), 
	FOREIGN KEY(release) REFERENCES releases (id)
);
INSERT INTO "ledger" VALUES('04ae5ddce499','check_ready','ready','branch main',0,'done','{"commit": "e442c4436b83a49fe69c7b7b653c6928606c8e7b"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','check_ready','ready','notes',1,'done','{"source": "changelog", "changes": "1"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','check_ready','ready','tag v1.2.0 is free',2,'done','{}');
INSERT INTO "ledger" VALUES('04ae5ddce499','check_ready','ready','1.2.0 is free on testpypi',3,'done','{}');
INSERT INTO "ledger" VALUES('04ae5ddce499','check_ready','ready','1.2.0 is free on pypi',4,'done','{}');
INSERT INTO "ledger" VALUES('04ae5ddce499','prepare_release','git','release/v1.2.0',0,'done','{"commit": "b594569a020fbdd1ce217524641827439ff80e86"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','build_packages','build','greeter-1.2.0.tar.gz',0,'done','{"kind": "sdist", "digest": "sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92", "size": "319"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','build_packages','build','greeter-1.2.0-py3-none-any.whl',1,'done','{"kind": "wheel", "digest": "sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183", "size": "965"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','build_packages','build','greeter-1.2.0.cdx.json',2,'done','{"kind": "sbom", "digest": "sha256:558642e7f04c3810ee77745d6c00546ee023b9dcd2a54ca48b4df4d1b263af21", "size": "46"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','build_packages','build','SHA256SUMS',3,'done','{"kind": "checksums", "digest": "sha256:47af29a3c508d54962450a6a214e86699d57afe130cacedcf7a3d1caf26a769f", "size": "73"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','smoke_test','smoke','python 3.11',0,'done','{"detail": "", "wheel": "sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','smoke_test','smoke','python 3.12',1,'done','{"detail": "", "wheel": "sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','smoke_test','smoke','python 3.13',2,'done','{"detail": "", "wheel": "sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','smoke_test','smoke','python 3.14',3,'done','{"detail": "", "wheel": "sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','publish_testpypi','testpypi','greeter-1.2.0.tar.gz',0,'done','{"digest": "sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92", "url": "https://index.example/greeter-1.2.0.tar.gz"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','publish_testpypi','testpypi','greeter-1.2.0-py3-none-any.whl',1,'done','{"digest": "sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183", "url": "https://index.example/greeter-1.2.0-py3-none-any.whl"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','publish_testpypi','testpypi','install greeter==1.2.0',2,'done','{"by": "uv"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','land_release_commit','git','main',0,'done','{"commit": "b594569a020fbdd1ce217524641827439ff80e86"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','tag_release','git','tag v1.2.0',0,'done','{"commit": "b594569a020fbdd1ce217524641827439ff80e86"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','draft_github_release','github','release v1.2.0',0,'done','{"url": "https://code.example/releases/1", "id": "1"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','draft_github_release','github','greeter-1.2.0.tar.gz',1,'done','{"digest": "sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','draft_github_release','github','greeter-1.2.0-py3-none-any.whl',2,'done','{"digest": "sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','draft_github_release','github','greeter-1.2.0.cdx.json',3,'done','{"digest": "sha256:558642e7f04c3810ee77745d6c00546ee023b9dcd2a54ca48b4df4d1b263af21"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','draft_github_release','github','SHA256SUMS',4,'done','{"digest": "sha256:47af29a3c508d54962450a6a214e86699d57afe130cacedcf7a3d1caf26a769f"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','publish_pypi','pypi','greeter-1.2.0.tar.gz',0,'done','{"digest": "sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92", "url": "https://index.example/greeter-1.2.0.tar.gz"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','publish_pypi','pypi','greeter-1.2.0-py3-none-any.whl',1,'done','{"digest": "sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183", "url": "https://index.example/greeter-1.2.0-py3-none-any.whl"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','publish_github_release','github','published v1.2.0',0,'done','{"url": "https://code.example/releases/1"}');
INSERT INTO "ledger" VALUES('04ae5ddce499','announce','chat','releases',0,'done','{"url": "https://chat.example/releases/1"}');
CREATE TABLE locks (
	project TEXT NOT NULL, 
	branch TEXT NOT NULL, 
	release TEXT NOT NULL, 
	since TEXT NOT NULL, 
	PRIMARY KEY (project, branch), 
	FOREIGN KEY(release) REFERENCES releases (id)
);
INSERT INTO "locks" VALUES('greeter','main','04ae5ddce499','2026-03-04T05:06:07Z');
CREATE TABLE notifications (
    message_uuid TEXT NOT NULL DEFAULT (hex(randomblob(16))) PRIMARY KEY,
    destination_uuid TEXT NOT NULL,
    topic TEXT,
    message TEXT NOT NULL,
    created_at_epoch_ms INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000), "serialization" TEXT DEFAULT NULL, "consumed" BOOLEAN NOT NULL DEFAULT FALSE, consumed_by_function_id INTEGER,
    FOREIGN KEY (destination_uuid) REFERENCES workflow_status(workflow_uuid) 
        ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE "operation_outputs" (
    workflow_uuid TEXT NOT NULL,
    function_id INTEGER NOT NULL,
    function_name TEXT NOT NULL DEFAULT '',
    output TEXT,
    error TEXT,
    child_workflow_id TEXT,
    started_at_epoch_ms INTEGER,
    completed_at_epoch_ms INTEGER,
    serialization TEXT,
    application_name TEXT DEFAULT NULL,
    retention_timestamp INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    PRIMARY KEY (workflow_uuid, function_id)
);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:plan:1',1,'begin','[["plan"]]',NULL,NULL,1795400635861,1795400635870,'portable_json','releasebot',1795400635000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:plan:1',2,'stage',NULL,NULL,'rel:04ae5ddce499:plan:1:plan',1795400635874,1795400635877,NULL,'releasebot',1795400635000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:plan:1:plan',1,'perform','{"state":"done","rows":[],"left_out":[],"waiting":null,"error":null,"seconds":0.02171955700032413,"busy":0.00010341400047764182}',NULL,NULL,1795400635880,1795400635914,'portable_json','releasebot',1795400635000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:plan:1:plan',2,'record','null',NULL,NULL,1795400635918,1795400635924,'portable_json','releasebot',1795400635000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:plan:1',3,'DBOS.getResult','{"state":"done","rows":[],"left_out":[],"waiting":null,"error":null,"seconds":0.02171955700032413,"busy":0.00010341400047764182}',NULL,'rel:04ae5ddce499:plan:1:plan',1795400635879,1795400635934,'portable_json','releasebot',1795400635000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:plan:1',4,'conclude','null',NULL,NULL,1795400635940,1795400635945,'portable_json','releasebot',1795400635000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',1,'begin','[["check_ready"],["prepare_release"],["build_packages","run_checks"],["smoke_test"]]',NULL,NULL,1795400635967,1795400635976,'portable_json','releasebot',1795400635000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',2,'stage',NULL,NULL,'rel:04ae5ddce499:prepare:1:check_ready',1795400635979,1795400635983,NULL,'releasebot',1795400635000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:check_ready',1,'perform','{"state":"done","rows":[{"target":"ready","key":"branch main","state":"done","evidence":{"commit":"e442c4436b83a49fe69c7b7b653c6928606c8e7b"}},{"target":"ready","key":"notes","state":"done","evidence":{"source":"changelog","changes":"1"}},{"target":"ready","key":"tag v1.2.0 is free","state":"done","evidence":{}},{"target":"ready","key":"1.2.0 is free on testpypi","state":"done","evidence":{}},{"target":"ready","key":"1.2.0 is free on pypi","state":"done","evidence":{}}],"left_out":[{"target":"checks of the commit","why":"the code host reports no check for it","remedy":"let CI run on the branch, then plan again"}],"waiting":null,"error":null,"seconds":0.002105700999891269,"busy":3.889600338879973e-05}',NULL,NULL,1795400635985,1795400635993,'portable_json','releasebot',1795400635000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:check_ready',2,'record','null',NULL,NULL,1795400635995,1795400636001,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',3,'DBOS.getResult','{"state":"done","rows":[{"target":"ready","key":"branch main","state":"done","evidence":{"commit":"e442c4436b83a49fe69c7b7b653c6928606c8e7b"}},{"target":"ready","key":"notes","state":"done","evidence":{"source":"changelog","changes":"1"}},{"target":"ready","key":"tag v1.2.0 is free","state":"done","evidence":{}},{"target":"ready","key":"1.2.0 is free on testpypi","state":"done","evidence":{}},{"target":"ready","key":"1.2.0 is free on pypi","state":"done","evidence":{}}],"left_out":[{"target":"checks of the commit","why":"the code host reports no check for it","remedy":"let CI run on the branch, then plan again"}],"waiting":null,"error":null,"seconds":0.002105700999891269,"busy":3.889600338879973e-05}',NULL,'rel:04ae5ddce499:prepare:1:check_ready',1795400635984,1795400636006,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',4,'stage',NULL,NULL,'rel:04ae5ddce499:prepare:1:prepare_release',1795400636008,1795400636010,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:prepare_release',1,'perform','{"state":"done","rows":[{"target":"git","key":"release/v1.2.0","state":"done","evidence":{"commit":"b594569a020fbdd1ce217524641827439ff80e86"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.005089428999781376,"busy":0.00019224400057282764}',NULL,NULL,1795400636012,1795400636031,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:prepare_release',2,'record','null',NULL,NULL,1795400636035,1795400636043,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',5,'DBOS.getResult','{"state":"done","rows":[{"target":"git","key":"release/v1.2.0","state":"done","evidence":{"commit":"b594569a020fbdd1ce217524641827439ff80e86"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.005089428999781376,"busy":0.00019224400057282764}',NULL,'rel:04ae5ddce499:prepare:1:prepare_release',1795400636012,1795400636052,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',6,'stage',NULL,NULL,'rel:04ae5ddce499:prepare:1:build_packages',1795400636056,1795400636070,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',7,'stage',NULL,NULL,'rel:04ae5ddce499:prepare:1:run_checks',1795400636073,1795400636090,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:build_packages',1,'perform','{"state":"done","rows":[{"target":"build","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"kind":"sdist","digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92","size":"319"}},{"target":"build","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"kind":"wheel","digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183","size":"965"}},{"target":"build","key":"greeter-1.2.0.cdx.json","state":"done","evidence":{"kind":"sbom","digest":"sha256:558642e7f04c3810ee77745d6c00546ee023b9dcd2a54ca48b4df4d1b263af21","size":"46"}},{"target":"build","key":"SHA256SUMS","state":"done","evidence":{"kind":"checksums","digest":"sha256:47af29a3c508d54962450a6a214e86699d57afe130cacedcf7a3d1caf26a769f","size":"73"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.027488016999996034,"busy":0.008721547999812174}',NULL,NULL,1795400636077,1795400636113,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:build_packages',2,'record','null',NULL,NULL,1795400636117,1795400636128,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:run_checks',1,'perform','{"state":"done","rows":[],"left_out":[{"target":"check test","why":"not configured, so nobody knows","remedy":"add test = { run = \"…\" } to [checks] in .releasebot.toml"},{"target":"check lint","why":"not configured, so nobody knows","remedy":"add lint = { run = \"…\" } to [checks] in .releasebot.toml"},{"target":"check security","why":"not configured, so nobody knows","remedy":"add security = { run = \"…\" } to [checks] in .releasebot.toml"},{"target":"check docs","why":"not configured, so nobody knows","remedy":"add docs = { run = \"…\" } to [checks] in .releasebot.toml"}],"waiting":null,"error":null,"seconds":0.01612044600005902,"busy":0.0}',NULL,NULL,1795400636093,1795400636131,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:run_checks',2,'record','null',NULL,NULL,1795400636143,1795400636149,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',8,'DBOS.getResult','{"state":"done","rows":[{"target":"build","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"kind":"sdist","digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92","size":"319"}},{"target":"build","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"kind":"wheel","digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183","size":"965"}},{"target":"build","key":"greeter-1.2.0.cdx.json","state":"done","evidence":{"kind":"sbom","digest":"sha256:558642e7f04c3810ee77745d6c00546ee023b9dcd2a54ca48b4df4d1b263af21","size":"46"}},{"target":"build","key":"SHA256SUMS","state":"done","evidence":{"kind":"checksums","digest":"sha256:47af29a3c508d54962450a6a214e86699d57afe130cacedcf7a3d1caf26a769f","size":"73"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.027488016999996034,"busy":0.008721547999812174}',NULL,'rel:04ae5ddce499:prepare:1:build_packages',1795400636092,1795400636173,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',9,'DBOS.getResult','{"state":"done","rows":[],"left_out":[{"target":"check test","why":"not configured, so nobody knows","remedy":"add test = { run = \"…\" } to [checks] in .releasebot.toml"},{"target":"check lint","why":"not configured, so nobody knows","remedy":"add lint = { run = \"…\" } to [checks] in .releasebot.toml"},{"target":"check security","why":"not configured, so nobody knows","remedy":"add security = { run = \"…\" } to [checks] in .releasebot.toml"},{"target":"check docs","why":"not configured, so nobody knows","remedy":"add docs = { run = \"…\" } to [checks] in .releasebot.toml"}],"waiting":null,"error":null,"seconds":0.01612044600005902,"busy":0.0}',NULL,'rel:04ae5ddce499:prepare:1:run_checks',1795400636185,1795400636186,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',10,'stage',NULL,NULL,'rel:04ae5ddce499:prepare:1:smoke_test',1795400636190,1795400636204,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:smoke_test',1,'perform','{"state":"done","rows":[{"target":"smoke","key":"python 3.11","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"smoke","key":"python 3.12","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"smoke","key":"python 3.13","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"smoke","key":"python 3.14","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.005557824000788969,"busy":3.9980001020012423e-05}',NULL,NULL,1795400636209,1795400636225,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1:smoke_test',2,'record','null',NULL,NULL,1795400636229,1795400636241,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',11,'DBOS.getResult','{"state":"done","rows":[{"target":"smoke","key":"python 3.11","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"smoke","key":"python 3.12","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"smoke","key":"python 3.13","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"smoke","key":"python 3.14","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.005557824000788969,"busy":3.9980001020012423e-05}',NULL,'rel:04ae5ddce499:prepare:1:smoke_test',1795400636208,1795400636248,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',1,'begin','[["publish_testpypi"],["land_release_commit"],["tag_release"],["draft_github_release"],["publish_pypi"],["publish_github_release"],["announce"]]',NULL,NULL,1795400636321,1795400636327,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:prepare:1',12,'conclude','null',NULL,NULL,1795400636260,1795400636275,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',2,'stage',NULL,NULL,'rel:04ae5ddce499:publish:1:publish_testpypi',1795400636329,1795400636340,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:publish_testpypi',1,'perform','{"state":"done","rows":[{"target":"testpypi","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92","url":"https://index.example/greeter-1.2.0.tar.gz"}},{"target":"testpypi","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183","url":"https://index.example/greeter-1.2.0-py3-none-any.whl"}},{"target":"testpypi","key":"install greeter==1.2.0","state":"done","evidence":{"by":"uv"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.004453001000001677,"busy":0.00019009199786523823}',NULL,NULL,1795400636344,1795400636356,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:publish_testpypi',2,'record','null',NULL,NULL,1795400636368,1795400636381,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',3,'DBOS.getResult','{"state":"done","rows":[{"target":"testpypi","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92","url":"https://index.example/greeter-1.2.0.tar.gz"}},{"target":"testpypi","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183","url":"https://index.example/greeter-1.2.0-py3-none-any.whl"}},{"target":"testpypi","key":"install greeter==1.2.0","state":"done","evidence":{"by":"uv"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.004453001000001677,"busy":0.00019009199786523823}',NULL,'rel:04ae5ddce499:publish:1:publish_testpypi',1795400636342,1795400636388,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',4,'stage',NULL,NULL,'rel:04ae5ddce499:publish:1:land_release_commit',1795400636393,1795400636408,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:land_release_commit',1,'perform','{"state":"done","rows":[{"target":"git","key":"main","state":"done","evidence":{"commit":"b594569a020fbdd1ce217524641827439ff80e86"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.016800515000795713,"busy":0.00013752300037594978}',NULL,NULL,1795400636410,1795400636434,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:land_release_commit',2,'record','null',NULL,NULL,1795400636438,1795400636445,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',5,'DBOS.getResult','{"state":"done","rows":[{"target":"git","key":"main","state":"done","evidence":{"commit":"b594569a020fbdd1ce217524641827439ff80e86"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.016800515000795713,"busy":0.00013752300037594978}',NULL,'rel:04ae5ddce499:publish:1:land_release_commit',1795400636410,1795400636451,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',6,'stage',NULL,NULL,'rel:04ae5ddce499:publish:1:tag_release',1795400636455,1795400636468,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:tag_release',1,'perform','{"state":"done","rows":[{"target":"git","key":"tag v1.2.0","state":"done","evidence":{"commit":"b594569a020fbdd1ce217524641827439ff80e86"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.005100145001051715,"busy":2.9593998988275416e-05}',NULL,NULL,1795400636470,1795400636479,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:tag_release',2,'record','null',NULL,NULL,1795400636481,1795400636484,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',7,'DBOS.getResult','{"state":"done","rows":[{"target":"git","key":"tag v1.2.0","state":"done","evidence":{"commit":"b594569a020fbdd1ce217524641827439ff80e86"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.005100145001051715,"busy":2.9593998988275416e-05}',NULL,'rel:04ae5ddce499:publish:1:tag_release',1795400636470,1795400636487,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',8,'stage',NULL,NULL,'rel:04ae5ddce499:publish:1:draft_github_release',1795400636490,1795400636493,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:draft_github_release',1,'perform','{"state":"done","rows":[{"target":"github","key":"release v1.2.0","state":"done","evidence":{"url":"https://code.example/releases/1","id":"1"}},{"target":"github","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92"}},{"target":"github","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"github","key":"greeter-1.2.0.cdx.json","state":"done","evidence":{"digest":"sha256:558642e7f04c3810ee77745d6c00546ee023b9dcd2a54ca48b4df4d1b263af21"}},{"target":"github","key":"SHA256SUMS","state":"done","evidence":{"digest":"sha256:47af29a3c508d54962450a6a214e86699d57afe130cacedcf7a3d1caf26a769f"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.0032389910011261236,"busy":0.00017814500097301789}',NULL,NULL,1795400636495,1795400636500,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:draft_github_release',2,'record','null',NULL,NULL,1795400636501,1795400636510,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',9,'DBOS.getResult','{"state":"done","rows":[{"target":"github","key":"release v1.2.0","state":"done","evidence":{"url":"https://code.example/releases/1","id":"1"}},{"target":"github","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92"}},{"target":"github","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"github","key":"greeter-1.2.0.cdx.json","state":"done","evidence":{"digest":"sha256:558642e7f04c3810ee77745d6c00546ee023b9dcd2a54ca48b4df4d1b263af21"}},{"target":"github","key":"SHA256SUMS","state":"done","evidence":{"digest":"sha256:47af29a3c508d54962450a6a214e86699d57afe130cacedcf7a3d1caf26a769f"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.0032389910011261236,"busy":0.00017814500097301789}',NULL,'rel:04ae5ddce499:publish:1:draft_github_release',1795400636495,1795400636513,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',10,'stage',NULL,NULL,'rel:04ae5ddce499:publish:1:publish_pypi',1795400636515,1795400636519,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:publish_pypi',1,'perform','{"state":"done","rows":[{"target":"pypi","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92","url":"https://index.example/greeter-1.2.0.tar.gz"}},{"target":"pypi","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183","url":"https://index.example/greeter-1.2.0-py3-none-any.whl"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.008370237999770325,"busy":0.00026899999829765875}',NULL,NULL,1795400636528,1795400636543,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:publish_pypi',2,'record','null',NULL,NULL,1795400636549,1795400636554,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',11,'DBOS.getResult','{"state":"done","rows":[{"target":"pypi","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92","url":"https://index.example/greeter-1.2.0.tar.gz"}},{"target":"pypi","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183","url":"https://index.example/greeter-1.2.0-py3-none-any.whl"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.008370237999770325,"busy":0.00026899999829765875}',NULL,'rel:04ae5ddce499:publish:1:publish_pypi',1795400636523,1795400636568,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',12,'stage',NULL,NULL,'rel:04ae5ddce499:publish:1:publish_github_release',1795400636570,1795400636574,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:publish_github_release',1,'perform','{"state":"done","rows":[{"target":"github","key":"published v1.2.0","state":"done","evidence":{"url":"https://code.example/releases/1"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.00594071599880408,"busy":7.802499931131024e-05}',NULL,NULL,1795400636576,1795400636591,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:publish_github_release',2,'record','null',NULL,NULL,1795400636595,1795400636604,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',13,'DBOS.getResult','{"state":"done","rows":[{"target":"github","key":"published v1.2.0","state":"done","evidence":{"url":"https://code.example/releases/1"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.00594071599880408,"busy":7.802499931131024e-05}',NULL,'rel:04ae5ddce499:publish:1:publish_github_release',1795400636576,1795400636612,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',14,'stage',NULL,NULL,'rel:04ae5ddce499:publish:1:announce',1795400636616,1795400636630,NULL,'releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:announce',1,'perform','{"state":"done","rows":[{"target":"chat","key":"releases","state":"done","evidence":{"url":"https://chat.example/releases/1"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.0058148400003119605,"busy":7.322800047404598e-05}',NULL,NULL,1795400636640,1795400636665,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1:announce',2,'record','null',NULL,NULL,1795400636670,1795400636682,'portable_json','releasebot',1795400636000);
INSERT INTO "operation_outputs" VALUES('rel:04ae5ddce499:publish:1',15,'DBOS.getResult','{"state":"done","rows":[{"target":"chat","key":"releases","state":"done","evidence":{"url":"https://chat.example/releases/1"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.0058148400003119605,"busy":7.322800047404598e-05}',NULL,'rel:04ae5ddce499:publish:1:announce',1795400636635,1795400636689,'portable_json','releasebot',1795400636000);
CREATE TABLE questions (
	id TEXT NOT NULL, 
	release TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	next_segment TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	terms JSON NOT NULL, 
	state TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	expires TEXT NOT NULL, 
	decided TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(release) REFERENCES releases (id)
);
INSERT INTO "questions" VALUES('dd9d6782125bcfdd','04ae5ddce499','publish','publish','sha256:0e69ac33dc02c8c43610236d869f92a3d00e9807ff56649682ba8f696c6253ca','{"policy": {"policy": {"count": 2, "role": "approver", "kind": "minimum_votes"}, "kind": "not_the_requester"}, "expires_hours": 24.0}','approved','2026-03-04T05:06:07.000Z','2026-03-05T05:06:07.000Z','2026-03-04T05:06:07.000Z');
CREATE TABLE queues (
    queue_id TEXT PRIMARY KEY DEFAULT (hex(randomblob(16))),
    name TEXT NOT NULL UNIQUE,
    concurrency INTEGER,
    worker_concurrency INTEGER,
    rate_limit_max INTEGER,
    rate_limit_period_sec REAL,
    priority_enabled BOOLEAN NOT NULL DEFAULT FALSE,
    partition_queue BOOLEAN NOT NULL DEFAULT FALSE,
    polling_interval_sec REAL NOT NULL DEFAULT 1.0,
    created_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    updated_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000)
, "application_name" TEXT DEFAULT NULL, "partition_concurrency" INTEGER DEFAULT NULL, "partition_worker_concurrency" INTEGER DEFAULT NULL, "partition_rate_limit_max" INTEGER DEFAULT NULL, "partition_rate_limit_period_sec" REAL DEFAULT NULL);
CREATE TABLE releases (
	id TEXT NOT NULL, 
	project TEXT NOT NULL, 
	bump TEXT NOT NULL, 
	branch TEXT, 
	allow_empty BOOLEAN NOT NULL, 
	requester TEXT NOT NULL, 
	state TEXT NOT NULL, 
	version TEXT, 
	"plan" JSON, 
	created TEXT NOT NULL, 
	finished TEXT, 
	busy FLOAT NOT NULL, 
	error JSON, 
	PRIMARY KEY (id)
);
INSERT INTO "releases" VALUES('04ae5ddce499','greeter','minor',NULL,0,'alice','running','1.2.0','{"schema": 1, "release": "04ae5ddce499", "project": "greeter", "title": "Greeter", "repository": "acme/greeter", "package": "greeter", "bump": "minor", "version": "1.2.0", "semver": "1.2.0", "tag": "v1.2.0", "previous": "1.1.0", "previous_tag": "v1.1.0", "branch": "main", "commit": "e442c4436b83a49fe69c7b7b653c6928606c8e7b", "requester": "alice", "created": "2026-03-04T05:06:07Z", "date": "2026-03-04", "version_files": [{"path": "pyproject.toml", "how": "pyproject", "line": ""}], "changelog": "CHANGELOG.md", "notes": "### Added\n\n- A polite greeting.", "notes_source": "changelog", "changes": [{"kind": "feat", "scope": "", "text": "greet politely", "breaking": false, "commit": "e442c4436b83a49fe69c7b7b653c6928606c8e7b", "pull_request": null, "authors": ["alice"]}], "contributors": ["alice"], "checks": [], "unconfigured_checks": ["test", "lint", "security", "docs"], "pythons": ["3.11", "3.12", "3.13", "3.14"], "targets": [{"name": "testpypi", "kind": "package_index", "url": "", "upload": ""}, {"name": "pypi", "kind": "package_index", "url": "", "upload": ""}], "segments": [{"name": "prepare", "stages": [{"name": "check_ready", "after": []}, {"name": "prepare_release", "after": ["check_ready"]}, {"name": "run_checks", "after": ["prepare_release"]}, {"name": "build_packages", "after": ["prepare_release"]}, {"name": "smoke_test", "after": ["build_packages"]}], "question": "publish"}, {"name": "publish", "stages": [{"name": "publish_testpypi", "after": []}, {"name": "land_release_commit", "after": ["publish_testpypi"]}, {"name": "tag_release", "after": ["land_release_commit"]}, {"name": "draft_github_release", "after": ["tag_release"]}, {"name": "publish_pypi", "after": ["draft_github_release"]}, {"name": "publish_github_release", "after": ["publish_pypi"]}, {"name": "announce", "after": ["publish_github_release"]}], "question": null}], "terms": {"publish": {"policy": {"policy": {"count": 2, "role": "approver", "kind": "minimum_votes"}, "kind": "not_the_requester"}, "expires_hours": 24.0}}, "announce": ["releases"], "announcement": "# \ud83d\ude80 Greeter v1.2.0 Released!\n\nWe''re excited to announce the release of Greeter v1.2.0!\n\n## \u2728 What''s New\n\n- **New Feature**: A polite greeting.\n\n## \ud83d\udce6 Installation\n\n```bash\npip install greeter==1.2.0\n```\n\n## \ud83d\udcda Documentation\n\nThe documentation comes with the package.\n\n## \ud83d\ude4f Feedback\n\nWe''d love to hear your thoughts! Open a GitHub issue.", "prerelease": false, "latest": true, "docs_url": "", "feedback_url": "", "warnings": [], "suggestions": []}','2026-03-04T05:06:07.000Z',NULL,1.00516890015569515526e-02,'null');
CREATE TABLE segments (
	release TEXT NOT NULL, 
	name TEXT NOT NULL, 
	attempt INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	due TEXT NOT NULL, 
	waits_for TEXT, 
	PRIMARY KEY (release, name, attempt), 
	FOREIGN KEY(release) REFERENCES releases (id)
);
INSERT INTO "segments" VALUES('04ae5ddce499','plan',1,'done','2026-03-04T05:06:07.000Z','');
INSERT INTO "segments" VALUES('04ae5ddce499','prepare',1,'done','2026-03-04T05:06:07.000Z','');
INSERT INTO "segments" VALUES('04ae5ddce499','publish',1,'running','2026-03-04T05:06:07.000Z','');
CREATE TABLE stages (
	release TEXT NOT NULL, 
	name TEXT NOT NULL, 
	state TEXT NOT NULL, 
	started TEXT NOT NULL, 
	seconds FLOAT NOT NULL, 
	left_out JSON NOT NULL, 
	PRIMARY KEY (release, name), 
	FOREIGN KEY(release) REFERENCES releases (id)
);
INSERT INTO "stages" VALUES('04ae5ddce499','plan','done','2026-03-04T05:06:07.000Z',2.17195570003241300582e-02,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','check_ready','done','2026-03-04T05:06:07.000Z',2.10570099989126902073e-03,'[{"target": "checks of the commit", "why": "the code host reports no check for it", "remedy": "let CI run on the branch, then plan again"}]');
INSERT INTO "stages" VALUES('04ae5ddce499','prepare_release','done','2026-03-04T05:06:07.000Z',5.08942899978137575089e-03,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','build_packages','done','2026-03-04T05:06:07.000Z',2.74880169999960344284e-02,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','run_checks','done','2026-03-04T05:06:07.000Z',1.61204460000590188428e-02,'[{"target": "check test", "why": "not configured, so nobody knows", "remedy": "add test = { run = \"\u2026\" } to [checks] in .releasebot.toml"}, {"target": "check lint", "why": "not configured, so nobody knows", "remedy": "add lint = { run = \"\u2026\" } to [checks] in .releasebot.toml"}, {"target": "check security", "why": "not configured, so nobody knows", "remedy": "add security = { run = \"\u2026\" } to [checks] in .releasebot.toml"}, {"target": "check docs", "why": "not configured, so nobody knows", "remedy": "add docs = { run = \"\u2026\" } to [checks] in .releasebot.toml"}]');
INSERT INTO "stages" VALUES('04ae5ddce499','smoke_test','done','2026-03-04T05:06:07.000Z',5.55782400078896898776e-03,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','publish_testpypi','done','2026-03-04T05:06:07.000Z',4.45300100000167731195e-03,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','land_release_commit','done','2026-03-04T05:06:07.000Z',1.68005150007957126945e-02,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','tag_release','done','2026-03-04T05:06:07.000Z',5.10014500105171464383e-03,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','draft_github_release','done','2026-03-04T05:06:07.000Z',3.23899100112612359225e-03,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','publish_pypi','done','2026-03-04T05:06:07.000Z',8.37023799977032467722e-03,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','publish_github_release','done','2026-03-04T05:06:07.000Z',0.00594071599880408,'[]');
INSERT INTO "stages" VALUES('04ae5ddce499','announce','done','2026-03-04T05:06:07.000Z',5.8148400003119604662e-03,'[]');
CREATE TABLE streams (
    workflow_uuid TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    "offset" INTEGER NOT NULL, function_id INTEGER NOT NULL DEFAULT 0, "serialization" TEXT DEFAULT NULL,
    PRIMARY KEY (workflow_uuid, key, "offset"),
    FOREIGN KEY (workflow_uuid) REFERENCES workflow_status(workflow_uuid) 
        ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE versions (
	project TEXT NOT NULL, 
	version TEXT NOT NULL, 
	release TEXT NOT NULL, 
	PRIMARY KEY (project, version), 
	FOREIGN KEY(release) REFERENCES releases (id)
);
INSERT INTO "versions" VALUES('greeter','1.2.0','04ae5ddce499');
CREATE TABLE votes (
	question TEXT NOT NULL, 
	person TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	time TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	account TEXT NOT NULL, 
	PRIMARY KEY (question, person), 
	FOREIGN KEY(question) REFERENCES questions (id)
);
INSERT INTO "votes" VALUES('dd9d6782125bcfdd','bob','approve','2026-03-04T05:06:07.000Z','because','bob');
INSERT INTO "votes" VALUES('dd9d6782125bcfdd','carol','approve','2026-03-04T05:06:07.000Z','because','carol');
CREATE TABLE workflow_events (
    workflow_uuid TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL, "serialization" TEXT DEFAULT NULL,
    PRIMARY KEY (workflow_uuid, key),
    FOREIGN KEY (workflow_uuid) REFERENCES workflow_status(workflow_uuid) 
        ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE workflow_events_history (
    workflow_uuid TEXT NOT NULL,
    function_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL, "serialization" TEXT DEFAULT NULL,
    PRIMARY KEY (workflow_uuid, function_id, key),
    FOREIGN KEY (workflow_uuid) REFERENCES workflow_status(workflow_uuid)
        ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE workflow_input (
    workflow_uuid TEXT NOT NULL PRIMARY KEY,
    inputs TEXT,
    retention_timestamp INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000)
);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:plan:1','{"namedArgs":{},"positionalArgs":["04ae5ddce499","plan",1]}',1795400635000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:plan:1:plan','{"namedArgs":{},"positionalArgs":["04ae5ddce499","plan"]}',1795400635000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:prepare:1','{"namedArgs":{},"positionalArgs":["04ae5ddce499","prepare",1]}',1795400635000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:prepare:1:check_ready','{"namedArgs":{},"positionalArgs":["04ae5ddce499","check_ready"]}',1795400635000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:prepare:1:prepare_release','{"namedArgs":{},"positionalArgs":["04ae5ddce499","prepare_release"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:prepare:1:build_packages','{"namedArgs":{},"positionalArgs":["04ae5ddce499","build_packages"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:prepare:1:run_checks','{"namedArgs":{},"positionalArgs":["04ae5ddce499","run_checks"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:prepare:1:smoke_test','{"namedArgs":{},"positionalArgs":["04ae5ddce499","smoke_test"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:publish:1','{"namedArgs":{},"positionalArgs":["04ae5ddce499","publish",1]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:publish:1:publish_testpypi','{"namedArgs":{},"positionalArgs":["04ae5ddce499","publish_testpypi"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:publish:1:land_release_commit','{"namedArgs":{},"positionalArgs":["04ae5ddce499","land_release_commit"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:publish:1:tag_release','{"namedArgs":{},"positionalArgs":["04ae5ddce499","tag_release"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:publish:1:draft_github_release','{"namedArgs":{},"positionalArgs":["04ae5ddce499","draft_github_release"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:publish:1:publish_pypi','{"namedArgs":{},"positionalArgs":["04ae5ddce499","publish_pypi"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:publish:1:publish_github_release','{"namedArgs":{},"positionalArgs":["04ae5ddce499","publish_github_release"]}',1795400636000);
INSERT INTO "workflow_input" VALUES('rel:04ae5ddce499:publish:1:announce','{"namedArgs":{},"positionalArgs":["04ae5ddce499","announce"]}',1795400636000);
CREATE TABLE workflow_output (
    workflow_uuid TEXT NOT NULL PRIMARY KEY,
    output TEXT,
    error TEXT,
    retention_timestamp INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000)
);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:plan:1:plan','{"state":"done","rows":[],"left_out":[],"waiting":null,"error":null,"seconds":0.02171955700032413,"busy":0.00010341400047764182}',NULL,1795400635000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:plan:1','null',NULL,1795400635000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:prepare:1:check_ready','{"state":"done","rows":[{"target":"ready","key":"branch main","state":"done","evidence":{"commit":"e442c4436b83a49fe69c7b7b653c6928606c8e7b"}},{"target":"ready","key":"notes","state":"done","evidence":{"source":"changelog","changes":"1"}},{"target":"ready","key":"tag v1.2.0 is free","state":"done","evidence":{}},{"target":"ready","key":"1.2.0 is free on testpypi","state":"done","evidence":{}},{"target":"ready","key":"1.2.0 is free on pypi","state":"done","evidence":{}}],"left_out":[{"target":"checks of the commit","why":"the code host reports no check for it","remedy":"let CI run on the branch, then plan again"}],"waiting":null,"error":null,"seconds":0.002105700999891269,"busy":3.889600338879973e-05}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:prepare:1:prepare_release','{"state":"done","rows":[{"target":"git","key":"release/v1.2.0","state":"done","evidence":{"commit":"b594569a020fbdd1ce217524641827439ff80e86"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.005089428999781376,"busy":0.00019224400057282764}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:prepare:1:run_checks','{"state":"done","rows":[],"left_out":[{"target":"check test","why":"not configured, so nobody knows","remedy":"add test = { run = \"…\" } to [checks] in .releasebot.toml"},{"target":"check lint","why":"not configured, so nobody knows","remedy":"add lint = { run = \"…\" } to [checks] in .releasebot.toml"},{"target":"check security","why":"not configured, so nobody knows","remedy":"add security = { run = \"…\" } to [checks] in .releasebot.toml"},{"target":"check docs","why":"not configured, so nobody knows","remedy":"add docs = { run = \"…\" } to [checks] in .releasebot.toml"}],"waiting":null,"error":null,"seconds":0.01612044600005902,"busy":0.0}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:prepare:1:build_packages','{"state":"done","rows":[{"target":"build","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"kind":"sdist","digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92","size":"319"}},{"target":"build","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"kind":"wheel","digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183","size":"965"}},{"target":"build","key":"greeter-1.2.0.cdx.json","state":"done","evidence":{"kind":"sbom","digest":"sha256:558642e7f04c3810ee77745d6c00546ee023b9dcd2a54ca48b4df4d1b263af21","size":"46"}},{"target":"build","key":"SHA256SUMS","state":"done","evidence":{"kind":"checksums","digest":"sha256:47af29a3c508d54962450a6a214e86699d57afe130cacedcf7a3d1caf26a769f","size":"73"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.027488016999996034,"busy":0.008721547999812174}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:prepare:1:smoke_test','{"state":"done","rows":[{"target":"smoke","key":"python 3.11","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"smoke","key":"python 3.12","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"smoke","key":"python 3.13","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"smoke","key":"python 3.14","state":"done","evidence":{"detail":"","wheel":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.005557824000788969,"busy":3.9980001020012423e-05}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:publish:1:publish_testpypi','{"state":"done","rows":[{"target":"testpypi","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92","url":"https://index.example/greeter-1.2.0.tar.gz"}},{"target":"testpypi","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183","url":"https://index.example/greeter-1.2.0-py3-none-any.whl"}},{"target":"testpypi","key":"install greeter==1.2.0","state":"done","evidence":{"by":"uv"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.004453001000001677,"busy":0.00019009199786523823}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:prepare:1','null',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:publish:1:land_release_commit','{"state":"done","rows":[{"target":"git","key":"main","state":"done","evidence":{"commit":"b594569a020fbdd1ce217524641827439ff80e86"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.016800515000795713,"busy":0.00013752300037594978}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:publish:1:tag_release','{"state":"done","rows":[{"target":"git","key":"tag v1.2.0","state":"done","evidence":{"commit":"b594569a020fbdd1ce217524641827439ff80e86"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.005100145001051715,"busy":2.9593998988275416e-05}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:publish:1:draft_github_release','{"state":"done","rows":[{"target":"github","key":"release v1.2.0","state":"done","evidence":{"url":"https://code.example/releases/1","id":"1"}},{"target":"github","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92"}},{"target":"github","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183"}},{"target":"github","key":"greeter-1.2.0.cdx.json","state":"done","evidence":{"digest":"sha256:558642e7f04c3810ee77745d6c00546ee023b9dcd2a54ca48b4df4d1b263af21"}},{"target":"github","key":"SHA256SUMS","state":"done","evidence":{"digest":"sha256:47af29a3c508d54962450a6a214e86699d57afe130cacedcf7a3d1caf26a769f"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.0032389910011261236,"busy":0.00017814500097301789}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:publish:1:publish_pypi','{"state":"done","rows":[{"target":"pypi","key":"greeter-1.2.0.tar.gz","state":"done","evidence":{"digest":"sha256:10bbb6ab3ff5349a4fc278a2b792c71d3f958b7067d8de20a64420e61eb4be92","url":"https://index.example/greeter-1.2.0.tar.gz"}},{"target":"pypi","key":"greeter-1.2.0-py3-none-any.whl","state":"done","evidence":{"digest":"sha256:3c04f5d68740c9af22652e2c4912f46604a2346bb9444053a0d65bd8a8c03183","url":"https://index.example/greeter-1.2.0-py3-none-any.whl"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.008370237999770325,"busy":0.00026899999829765875}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:publish:1:publish_github_release','{"state":"done","rows":[{"target":"github","key":"published v1.2.0","state":"done","evidence":{"url":"https://code.example/releases/1"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.00594071599880408,"busy":7.802499931131024e-05}',NULL,1795400636000);
INSERT INTO "workflow_output" VALUES('rel:04ae5ddce499:publish:1:announce','{"state":"done","rows":[{"target":"chat","key":"releases","state":"done","evidence":{"url":"https://chat.example/releases/1"}}],"left_out":[],"waiting":null,"error":null,"seconds":0.0058148400003119605,"busy":7.322800047404598e-05}',NULL,1795400636000);
CREATE TABLE workflow_schedules (
    schedule_id TEXT PRIMARY KEY,
    schedule_name TEXT NOT NULL UNIQUE,
    workflow_name TEXT NOT NULL,
    workflow_class_name TEXT,
    schedule TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'ACTIVE',
    context TEXT NOT NULL
, "last_fired_at" TEXT DEFAULT NULL, "automatic_backfill" BOOLEAN NOT NULL DEFAULT FALSE, "cron_timezone" TEXT DEFAULT NULL, "queue_name" TEXT DEFAULT NULL, "application_name" TEXT DEFAULT NULL);
CREATE TABLE workflow_status (
    workflow_uuid TEXT PRIMARY KEY,
    status TEXT,
    name TEXT,
    authenticated_user TEXT,
    assumed_role TEXT,
    authenticated_roles TEXT,
    request TEXT,
    output TEXT,
    error TEXT,
    executor_id TEXT,
    created_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    updated_at INTEGER NOT NULL DEFAULT (strftime('%s','now') * 1000),
    application_version TEXT,
    application_id TEXT,
    class_name TEXT DEFAULT NULL,
    config_name TEXT DEFAULT NULL,
    recovery_attempts INTEGER DEFAULT 0,
    queue_name TEXT,
    workflow_timeout_ms INTEGER,
    workflow_deadline_epoch_ms INTEGER,
    inputs TEXT,
    started_at_epoch_ms INTEGER,
    deduplication_id TEXT,
    priority INTEGER NOT NULL DEFAULT 0
, queue_partition_key TEXT, forked_from TEXT, "owner_xid" TEXT DEFAULT NULL, "parent_workflow_id" TEXT DEFAULT NULL, "serialization" TEXT DEFAULT NULL, "delay_until_epoch_ms" BIGINT DEFAULT NULL, "was_forked_from" BOOLEAN NOT NULL DEFAULT FALSE, "rate_limited" BOOLEAN NOT NULL DEFAULT FALSE, "completed_at" BIGINT, "attributes" TEXT, "schedule_name" TEXT, "debounce_deadline_epoch_ms" BIGINT DEFAULT NULL, "is_debounced" BOOLEAN NOT NULL DEFAULT FALSE, "application_name" TEXT DEFAULT NULL, "creator_xid" TEXT DEFAULT NULL);
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:plan:1','SUCCESS','segment',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400635000,1795400635000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,'portable_json',NULL,0,0,1795400635000,'null',NULL,NULL,0,'releasebot','bc10d443-5abf-44ad-bee6-337be798bcfb');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:plan:1:plan','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400635000,1795400635000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:plan:1','portable_json',NULL,0,0,1795400635000,'null',NULL,NULL,0,'releasebot','9c0c0e71-b69a-4e89-b966-f687ddba5724');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:prepare:1','SUCCESS','segment',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400635000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,'portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','9845b358-756c-4d6d-bbe8-30c820ee37e3');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:prepare:1:check_ready','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400635000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:prepare:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','c6be6821-f0eb-4145-b0e4-ff264fb80c9e');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:prepare:1:prepare_release','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:prepare:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','d61212e6-f8c6-41d0-bf71-42ff6e85e3fa');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:prepare:1:build_packages','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:prepare:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','b36e0c14-d085-4b53-9b06-d81a3486164d');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:prepare:1:run_checks','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:prepare:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','7d6b91f8-6ea8-4db9-9744-dd7cb5fd9b05');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:prepare:1:smoke_test','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:prepare:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','8de3c170-37d2-46f2-a238-f333424d7ea9');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:publish:1','PENDING','segment',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'fd34e7e8-1fc6-42e3-a808-072f90821258',NULL,'portable_json',NULL,0,0,NULL,'null',NULL,NULL,0,'releasebot','fd34e7e8-1fc6-42e3-a808-072f90821258');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:publish:1:publish_testpypi','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:publish:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','aa9c2c3c-dcbd-4138-b54e-c4dac733c22b');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:publish:1:land_release_commit','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:publish:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','c38cc7bd-687e-489c-ab70-202ae4020ee4');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:publish:1:tag_release','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:publish:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','a0cb65dc-2d8f-4f10-acfc-812d903798bc');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:publish:1:draft_github_release','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:publish:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','68878d63-2d13-44ae-82a9-7bceec438862');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:publish:1:publish_pypi','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:publish:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','e570a00e-b448-450a-a40f-e544e25d5bbf');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:publish:1:publish_github_release','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:publish:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','b1d25654-99d1-4c27-af24-0d769c1749d2');
INSERT INTO "workflow_status" VALUES('rel:04ae5ddce499:publish:1:announce','SUCCESS','stage',NULL,NULL,NULL,NULL,NULL,NULL,'releasebot',1795400636000,1795400636000,'flow-1','',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'rel:04ae5ddce499:publish:1','portable_json',NULL,0,0,1795400636000,'null',NULL,NULL,0,'releasebot','23113980-3a6b-4dc5-b10e-d0e189421993');
CREATE TRIGGER audit_no_UPDATE BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_no_DELETE BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE INDEX workflow_status_created_at_index ON workflow_status (created_at);
CREATE INDEX idx_workflow_topic ON notifications (destination_uuid, topic);
CREATE INDEX "idx_workflow_status_delayed" ON "workflow_status" ("delay_until_epoch_ms") WHERE status = 'DELAYED';
CREATE INDEX "idx_workflow_status_forked_from" ON "workflow_status" ("forked_from") WHERE "forked_from" IS NOT NULL;
CREATE INDEX "idx_workflow_status_parent_workflow_id" ON "workflow_status" ("parent_workflow_id") WHERE "parent_workflow_id" IS NOT NULL;
CREATE UNIQUE INDEX "uq_workflow_status_dedup_id" ON "workflow_status" ("queue_name", "deduplication_id") WHERE "deduplication_id" IS NOT NULL;
CREATE INDEX "idx_workflow_status_pending" ON "workflow_status" ("created_at") WHERE "status" = 'PENDING';
CREATE INDEX "idx_workflow_status_failed" ON "workflow_status" ("status", "created_at") WHERE "status" IN ('ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED');
CREATE INDEX "idx_workflow_status_rate_limited" ON "workflow_status" ("queue_name", "started_at_epoch_ms") WHERE "rate_limited" = TRUE;
CREATE INDEX "idx_workflow_status_completed_at" ON "workflow_status" ("completed_at") WHERE "completed_at" IS NOT NULL;
CREATE INDEX "idx_workflow_status_started_at" ON "workflow_status" ("started_at_epoch_ms") WHERE "started_at_epoch_ms" IS NOT NULL;
CREATE INDEX "idx_workflow_status_schedule_name" ON "workflow_status" ("schedule_name") WHERE "schedule_name" IS NOT NULL;
CREATE UNIQUE INDEX "uq_application_versions_owner_version"
    ON application_versions ("application_name", "version_name")
    WHERE "application_name" IS NOT NULL;
CREATE UNIQUE INDEX "uq_application_versions_unclaimed_version"
    ON application_versions ("version_name")
    WHERE "application_name" IS NULL;
CREATE INDEX idx_workflow_input_retention
    ON workflow_input (retention_timestamp);
CREATE INDEX idx_workflow_output_retention
    ON workflow_output (retention_timestamp);
CREATE INDEX idx_operation_outputs_retention
    ON operation_outputs (retention_timestamp);
CREATE INDEX "idx_workflow_status_in_flight_v2" ON "workflow_status" ("queue_name", "status", "priority", "created_at", "application_name") WHERE "status" IN ('ENQUEUED', 'PENDING');
CREATE INDEX "idx_workflow_status_partition_dequeue_v3" ON "workflow_status" ("queue_name", "status", "queue_partition_key", "priority", "created_at", "workflow_uuid", "application_name") WHERE "status" IN ('ENQUEUED', 'PENDING') AND "queue_partition_key" IS NOT NULL;
CREATE INDEX "idx_operation_outputs_completed_at_function_name_v2" ON "operation_outputs" ("completed_at_epoch_ms", "function_name", "application_name");
CREATE INDEX "idx_workflow_status_deadline" ON "workflow_status" ("workflow_deadline_epoch_ms") WHERE "status" IN ('ENQUEUED', 'PENDING', 'DELAYED') AND "workflow_deadline_epoch_ms" IS NOT NULL;
CREATE INDEX "idx_application_versions_timestamp" ON "application_versions" ("version_timestamp" DESC);
CREATE INDEX "idx_application_versions_owner_timestamp" ON "application_versions" ("application_name", "version_timestamp" DESC);
COMMIT;

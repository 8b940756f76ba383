<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>AtTheWindowPage</name>
    <message>
        <source>您好，请告诉工作人员您想办什么</source>
        <translation>Hello! Please tell the clerk what you need</translation>
    </message>
    <message>
        <source>需要您自己操作时，这块屏幕会告诉您</source>
        <translation>This screen will tell you when there is something for you to do</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>自助办事</source>
        <translation>Self-service</translation>
    </message>
    <message>
        <source>一次只问一件事，随时可以退出</source>
        <translation>One question at a time. You can leave whenever you like</translation>
    </message>
    <message>
        <source>打印证明</source>
        <translation>Print a certificate</translation>
    </message>
    <message>
        <source>办事</source>
        <translation>Apply for a service</translation>
    </message>
    <message>
        <source>取号</source>
        <translation>Take a queue number</translation>
    </message>
    <message>
        <source>查进度</source>
        <translation>Look up a case</translation>
    </message>
    <message>
        <source>点一下屏幕，开始</source>
        <translation>Touch the screen to start</translation>
    </message>
</context>
<context>
    <name>CameraLight</name>
    <message>
        <source>摄像头已打开</source>
        <translation>Camera is on</translation>
    </message>
    <message>
        <source>摄像头没有打开</source>
        <translation>Camera is off</translation>
    </message>
</context>
<context>
    <name>CardDrawing</name>
    <message>
        <source>读卡区</source>
        <translation>Card reader</translation>
    </message>
</context>
<context>
    <name>CardReminder</name>
    <message>
        <source>身份证还在读卡区</source>
        <translation>Your card is still on the reader</translation>
    </message>
</context>
<context>
    <name>ChooseBusinessPage</name>
    <message>
        <source>要取哪种业务的号？</source>
        <translation>What do you need a number for?</translation>
    </message>
</context>
<context>
    <name>ChooseCasePage</name>
    <message>
        <source>没有查到您的办件</source>
        <translation>No case of yours was found</translation>
    </message>
    <message>
        <source>要看哪一件？</source>
        <translation>Which case would you like to see?</translation>
    </message>
    <message>
        <source>刚提交的办件，几分钟后才能查到</source>
        <translation>A case can be found a few minutes after it was filed</translation>
    </message>
    <message numerus="yes">
        <source>共 %n 件，最近的在前</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases, newest first</numerusform>
        </translation>
    </message>
    <message>
        <source>有回执的，可以用回执上的办件编号查；没有回执的，请到综合窗口问一问。</source>
        <translation>With a slip you can look it up by the case number on it; without one please ask at an integrated window.</translation>
    </message>
</context>
<context>
    <name>ChooseProgressWayPage</name>
    <message>
        <source>用什么查进度？</source>
        <translation>How would you like to look it up?</translation>
    </message>
    <message>
        <source>放身份证查</source>
        <translation>By ID card</translation>
    </message>
    <message>
        <source>能看到您的全部办件</source>
        <translation>Shows all your cases</translation>
    </message>
    <message>
        <source>用办件编号查</source>
        <translation>By case number</translation>
    </message>
    <message>
        <source>编号和查询码印在回执上</source>
        <translation>Number and query code are on the slip</translation>
    </message>
    <message>
        <source>还要收一次手机验证码</source>
        <translation>A code is sent to your phone</translation>
    </message>
</context>
<context>
    <name>ChooseProofPage</name>
    <message>
        <source>要打印哪一种证明？</source>
        <translation>Which certificate do you need?</translation>
    </message>
    <message>
        <source>现在没有可以打印的证明。点开一项，看看原因和别的办法。</source>
        <translation>Nothing can be printed now. Touch one to see why, and what else you can do.</translation>
    </message>
</context>
<context>
    <name>ChooseServicePage</name>
    <message>
        <source>要办哪一项业务？</source>
        <translation>Which service do you need?</translation>
    </message>
</context>
<context>
    <name>CitizenActsPage</name>
    <message>
        <source>对方在自己的屏幕上操作，这里会显示结果</source>
        <translation>They use their own screen; the result will be shown here</translation>
    </message>
    <message>
        <source>停止（Esc）</source>
        <translation>Stop (Esc)</translation>
    </message>
</context>
<context>
    <name>ClerkDecidesPage</name>
    <message>
        <source>请您判断：是同一个人吗？</source>
        <translation>Please decide: the same person?</translation>
    </message>
    <message>
        <source>现在窗口前的人</source>
        <translation>At the window now</translation>
    </message>
    <message>
        <source>用来比对的照片</source>
        <translation>Compared with</translation>
    </message>
    <message>
        <source>请看本人和两张照片，由您决定；两张照片用完即删</source>
        <translation>Look at the person and at both pictures; you decide. Both are deleted after use</translation>
    </message>
    <message>
        <source>是本人</source>
        <translation>Same person</translation>
    </message>
    <message>
        <source>不是本人</source>
        <translation>Not the same</translation>
    </message>
</context>
<context>
    <name>ClerkDeskPage</name>
    <message>
        <source>下一位：核验身份</source>
        <translation>Next person: who is it?</translation>
    </message>
    <message>
        <source>身份证号</source>
        <translation>ID number</translation>
    </message>
    <message>
        <source>请对方刷脸</source>
        <translation>Ask for their face</translation>
    </message>
</context>
<context>
    <name>ClerkReadsPage</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>ConfirmHolderPage</name>
    <message>
        <source>请核对是不是您本人</source>
        <translation>Is this you?</translation>
    </message>
    <message>
        <source>姓名和号码只显示一部分，按住按钮才看得到全部</source>
        <translation>Name and number are partly hidden; hold the button to see all</translation>
    </message>
    <message>
        <source>是我本人</source>
        <translation>Yes, it&apos;s me</translation>
    </message>
    <message>
        <source>证件</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>号码</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>有效期至</source>
        <translation>Valid until</translation>
    </message>
    <message>
        <source>证件照片</source>
        <translation>Photo of the card</translation>
    </message>
    <message>
        <source>按住查看完整信息</source>
        <translation>Hold to show everything</translation>
    </message>
    <message>
        <source>本机不显示证件照片，不影响办理</source>
        <translation>This machine shows no photo of the card; you can go on all the same</translation>
    </message>
    <message>
        <source>不是我</source>
        <translation>Not me</translation>
    </message>
</context>
<context>
    <name>DidItComeOutPage</name>
    <message>
        <source>纸出来了吗？</source>
        <translation>Did the paper come out?</translation>
    </message>
    <message>
        <source>打印机没有回音，请看一下屏幕下方的宽出口</source>
        <translation>The printer does not answer. Please look at the wide slot below the screen</translation>
    </message>
    <message>
        <source>打印机没有回音，请看一下屏幕下方的窄出口</source>
        <translation>The printer does not answer. Please look at the narrow slot below the screen</translation>
    </message>
    <message>
        <source>宽出口</source>
        <translation>wide slot</translation>
    </message>
    <message>
        <source>窄出口</source>
        <translation>narrow slot</translation>
    </message>
    <message>
        <source>出来了，而且完整</source>
        <translation>Yes, and it is complete</translation>
    </message>
    <message>
        <source>没有，或者不完整</source>
        <translation>No, or not all of it</translation>
    </message>
</context>
<context>
    <name>DistanceBar</name>
    <message>
        <source>差异 %1（越小越像）</source>
        <translation>Difference %1 (smaller: more alike)</translation>
    </message>
    <message>
        <source>像</source>
        <translation>Alike</translation>
    </message>
    <message>
        <source>不确定</source>
        <translation>Unsure</translation>
    </message>
    <message>
        <source>不像</source>
        <translation>Unlike</translation>
    </message>
</context>
<context>
    <name>EnterCodePage</name>
    <message>
        <source>请输入短信验证码</source>
        <translation>Enter the code sent to your phone</translation>
    </message>
    <message>
        <source>验证码已发到 %1，%2</source>
        <translation>A code was sent to %1, %2</translation>
    </message>
    <message>
        <source>已输入 %1 位，共 %2 位</source>
        <translation>%1 of %2 digits entered</translation>
    </message>
    <message>
        <source>验证码不对，请看最新一条短信，还可以试 %1 次</source>
        <translation>This code is not right. Look at the newest message; %1 tries left</translation>
    </message>
    <message>
        <source>又发了一条，请输入最新的验证码</source>
        <translation>Another one was sent, enter the newest code</translation>
    </message>
    <message>
        <source>重新发送</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>%1 秒后可重新发送</source>
        <translation>Send again in %1 s</translation>
    </message>
    <message>
        <source>收不到验证码</source>
        <translation>I get no code</translation>
    </message>
</context>
<context>
    <name>EnterNumberPage</name>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>已输入 %1 位</source>
        <translation>%1 digits entered</translation>
    </message>
    <message>
        <source>跳过</source>
        <translation>Skip</translation>
    </message>
</context>
<context>
    <name>EntrySheet</name>
    <message>
        <source>填好了</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>FaceConsentPage</name>
    <message>
        <source>孩子未满 14 周岁：请监护人阅读，由监护人决定</source>
        <translation>The child is under 14: a guardian reads this and decides</translation>
    </message>
    <message>
        <source>用途</source>
        <translation>What for</translation>
    </message>
    <message>
        <source>怎么做</source>
        <translation>How</translation>
    </message>
    <message>
        <source>保存多久</source>
        <translation>Kept for</translation>
    </message>
    <message>
        <source>工作人员</source>
        <translation>The clerk</translation>
    </message>
    <message>
        <source>怎么撤回</source>
        <translation>To withdraw</translation>
    </message>
    <message>
        <source>不用人脸</source>
        <translation>Without my face</translation>
    </message>
    <message>
        <source>用别的方式也能办，服务一样，不会更差</source>
        <translation>There are other ways, with the same service, no worse</translation>
    </message>
    <message>
        <source>同意</source>
        <translation>I agree</translation>
    </message>
    <message>
        <source>打开摄像头</source>
        <translation>The camera opens</translation>
    </message>
    <message>
        <source>换一种方式</source>
        <translation>Another way</translation>
    </message>
</context>
<context>
    <name>FaceDonePage</name>
    <message>
        <source>继续</source>
        <translation>Go on</translation>
    </message>
</context>
<context>
    <name>FaceNotSurePage</name>
    <message>
        <source>还不能确定是您</source>
        <translation>Not sure yet that it is you</translation>
    </message>
    <message>
        <source>这次没有认出来</source>
        <translation>It did not work this time</translation>
    </message>
    <message>
        <source>还可以试 %1 次，也可以换一种方式</source>
        <translation>Tries left: %1. You may also use another way</translation>
    </message>
    <message>
        <source>不影响办理，请换一种方式</source>
        <translation>You get your service all the same; please use another way</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>摄像头会重新打开</source>
        <translation>The camera opens again</translation>
    </message>
    <message>
        <source>换一种方式</source>
        <translation>Another way</translation>
    </message>
    <message>
        <source>不用人脸，服务一样</source>
        <translation>Without your face, the same service</translation>
    </message>
</context>
<context>
    <name>FacePicture</name>
    <message>
        <source>没有照片</source>
        <translation>No picture</translation>
    </message>
</context>
<context>
    <name>FaceWaysPage</name>
    <message>
        <source>请选一种方式</source>
        <translation>Choose a way</translation>
    </message>
    <message>
        <source>都不用人脸，能办的事一样</source>
        <translation>All without your face, with the same service</translation>
    </message>
</context>
<context>
    <name>FillSectionPage</name>
    <message>
        <source>%1 · 第 %2 部分，共 %3 部分</source>
        <translation>%1 · part %2 of %3</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>按住看完整信息</source>
        <translation>Hold to see in full</translation>
    </message>
    <message>
        <source>“%1”不对怎么办</source>
        <translation>If “%1” is wrong</translation>
    </message>
    <message>
        <source>这一项来自%1，这里不能改。请先核对；确实不对的，可到%1的主管部门更正。您可以继续办理，受理时会再核对。</source>
        <translation>This comes from %1 and can&apos;t be changed here. If it really is wrong, the office in charge of %1 can correct it. You may go on; it is checked again at acceptance.</translation>
    </message>
</context>
<context>
    <name>FormRow</name>
    <message>
        <source>（可不填）</source>
        <translation>(optional)</translation>
    </message>
    <message>
        <source>点这里填写</source>
        <translation>Touch to fill in</translation>
    </message>
</context>
<context>
    <name>HallPage</name>
    <message>
        <source>退出</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>上一步</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>HoldButton</name>
    <message>
        <source>按住查看</source>
        <translation>Hold to show</translation>
    </message>
</context>
<context>
    <name>HolderKnownPage</name>
    <message>
        <source>身份已核验</source>
        <translation>Identity checked</translation>
    </message>
    <message>
        <source>下一位</source>
        <translation>Next person</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>号码</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>证件</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>核验级别</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>%1 级</source>
        <translation>Level %1</translation>
    </message>
    <message>
        <source>对方的屏幕：%1</source>
        <translation>Their screen: %1</translation>
    </message>
    <message>
        <source>按住查看完整信息</source>
        <translation>Hold to show everything</translation>
    </message>
</context>
<context>
    <name>HolderNotKnownPage</name>
</context>
<context>
    <name>HowManyPage</name>
    <message>
        <source>要打印几份？</source>
        <translation>How many copies?</translation>
    </message>
    <message numerus="yes">
        <source>就打 %n 份</source>
        <translation>
            <numerusform>%n copy</numerusform>
            <numerusform>%n copies</numerusform>
        </translation>
    </message>
    <message>
        <source>少一份</source>
        <translation>One copy less</translation>
    </message>
    <message numerus="yes">
        <source>%n 份</source>
        <translation>
            <numerusform>%n copy</numerusform>
            <numerusform>%n copies</numerusform>
        </translation>
    </message>
    <message>
        <source>多一份</source>
        <translation>One copy more</translation>
    </message>
    <message numerus="yes">
        <source>一次最多 %n 份</source>
        <translation>
            <numerusform>At most %n copy at a time</numerusform>
            <numerusform>At most %n copies at a time</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InstructionSheet</name>
    <message>
        <source>还有 %1 秒</source>
        <translation>Seconds left: %1</translation>
    </message>
    <message>
        <source>秒</source>
        <translation>sec</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>清空</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>删除一位</source>
        <translation>Erase one digit</translation>
    </message>
</context>
<context>
    <name>KeysHelp</name>
    <message>
        <source>屏幕下方的四个键</source>
        <translation>The four keys below the screen</translation>
    </message>
    <message>
        <source>上、下：在可以点的地方之间移动，选中的有一圈框。确认：按下选中的地方。</source>
        <translation>Up, down: go from one button to the next; the chosen one has a ring. OK: press it.</translation>
    </message>
    <message>
        <source>需要人帮忙，请叫导办人员，或拨打 12345</source>
        <translation>For help from a person, ask a guide or call 12345</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>LockedValue</name>
    <message>
        <source>来自%1</source>
        <translation>from %1</translation>
    </message>
    <message>
        <source>不对？</source>
        <translation>Wrong?</translation>
    </message>
    <message>
        <source>%1不对？</source>
        <translation>%1 wrong?</translation>
    </message>
</context>
<context>
    <name>LookAtCameraPage</name>
    <message>
        <source>第 %1 项，共 %2 项</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>摄像头看到的您，像照镜子一样</source>
        <translation>You as the camera sees you, as in a mirror</translation>
    </message>
    <message>
        <source>不用人脸</source>
        <translation>Without my face</translation>
    </message>
</context>
<context>
    <name>MachineInsteadPage</name>
    <message>
        <source>这项业务，自助机也能办</source>
        <translation>You can also do this at a terminal</translation>
    </message>
    <message>
        <source>在自助机上办</source>
        <translation>At a terminal</translation>
    </message>
    <message numerus="yes">
        <source>约 %n 分钟可办完</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
    <message>
        <source>办成后不用再取号</source>
        <translation>No queue number needed</translation>
    </message>
    <message>
        <source>取号到窗口办</source>
        <translation>Take a number for a window</translation>
    </message>
    <message numerus="yes">
        <source>前面约 %n 人</source>
        <translation>
            <numerusform>about %n person before you</numerusform>
            <numerusform>about %n people before you</numerusform>
        </translation>
    </message>
    <message>
        <source>预计等候：%1</source>
        <translation>Expected wait: %1</translation>
    </message>
</context>
<context>
    <name>MaterialTable</name>
    <message>
        <source>%1 × %2 份</source>
        <translation>%1 × %2</translation>
    </message>
</context>
<context>
    <name>MenuPage</name>
    <message>
        <source>您想办什么？</source>
        <translation>What would you like to do?</translation>
    </message>
    <message>
        <source>%1，您好</source>
        <translation>Hello, %1</translation>
    </message>
</context>
<context>
    <name>MoreToDoPage</name>
    <message>
        <source>还要办别的吗？</source>
        <translation>Would you like to do anything else?</translation>
    </message>
    <message>
        <source>结束后，本机不留您的任何信息</source>
        <translation>When you finish, this machine keeps nothing about you</translation>
    </message>
    <message>
        <source>继续办理</source>
        <translation>Yes, something else</translation>
    </message>
    <message>
        <source>不用再放证件</source>
        <translation>You need not place your card again</translation>
    </message>
    <message>
        <source>办完了，退出</source>
        <translation>No, I am finished</translation>
    </message>
    <message>
        <source>请带好证件和纸张</source>
        <translation>Please take your card and papers</translation>
    </message>
</context>
<context>
    <name>NoPaperPage</name>
    <message>
        <source>没有拿到纸，接下来怎么办？</source>
        <translation>No paper came. What next?</translation>
    </message>
    <message>
        <source>您的号码有效，没有纸也会叫到您</source>
        <translation>Your number holds; you are called without paper too</translation>
    </message>
    <message>
        <source>事情已经办好，只是纸没有出来</source>
        <translation>Your matter is done; only the paper did not come</translation>
    </message>
    <message>
        <source>再打印一次</source>
        <translation>Print once more</translation>
    </message>
    <message>
        <source>纸上会写明“重打”</source>
        <translation>The paper will say that it is a reprint</translation>
    </message>
    <message>
        <source>找工作人员帮忙</source>
        <translation>Ask staff for help</translation>
    </message>
    <message>
        <source>他们会来看打印机</source>
        <translation>They will look at the printer</translation>
    </message>
    <message>
        <source>到窗口领取</source>
        <translation>Collect it at a window</translation>
    </message>
    <message>
        <source>报编号，不用重新办</source>
        <translation>Tell its number; nothing is done anew</translation>
    </message>
</context>
<context>
    <name>PaperView</name>
    <message>
        <source>将要打印的页面</source>
        <translation>The page that will be printed</translation>
    </message>
    <message>
        <source>内容已遮挡</source>
        <translation>Covered</translation>
    </message>
    <message>
        <source>里面有您的个人信息，查看前请注意身后。也可以不看，直接打印。</source>
        <translation>It shows your personal data. Look behind you before you uncover it. You can also print without looking.</translation>
    </message>
</context>
<context>
    <name>PlaceCardPage</name>
    <message>
        <source>请放置身份证</source>
        <translation>Place your ID card</translation>
    </message>
    <message>
        <source>平放在屏幕下方的读卡区，画面变化前不要拿开</source>
        <translation>Lay it flat on the reader below the screen and leave it there until the page changes</translation>
    </message>
    <message>
        <source>刷脸</source>
        <translation>Use my face</translation>
    </message>
    <message>
        <source>今天在本厅同意过的，可以不放身份证</source>
        <translation>Only if you agreed to it here today</translation>
    </message>
    <message>
        <source>没带证件</source>
        <translation>No card with me</translation>
    </message>
    <message>
        <source>可以使用</source>
        <translation>You can use</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>PreviewPage</name>
    <message>
        <source>请核对后打印</source>
        <translation>Please check, then print</translation>
    </message>
    <message>
        <source>%1
编号 %2 · 第 %3 页，共 %4 页</source>
        <translation>%1
No. %2 · page %3 of %4</translation>
    </message>
    <message numerus="yes">
        <source>打印 %n 份</source>
        <translation>
            <numerusform>Print %n copy</numerusform>
            <numerusform>Print %n copies</numerusform>
        </translation>
    </message>
    <message>
        <source>遮挡</source>
        <translation>Cover</translation>
    </message>
    <message>
        <source>一直显示</source>
        <translation>Keep it shown</translation>
    </message>
    <message>
        <source>上一页</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>缩小</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>放大</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>下一页</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>ReallyLeave</name>
    <message>
        <source>确定退出吗？</source>
        <translation>Leave now?</translation>
    </message>
    <message>
        <source>填写的内容不会保存，下次要重新填写</source>
        <translation>What you typed is not kept; you would have to start again</translation>
    </message>
    <message>
        <source>不退出，继续办理</source>
        <translation>Stay and go on</translation>
    </message>
    <message>
        <source>确定退出</source>
        <translation>Leave</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>请核对填写的内容</source>
        <translation>Please check what you filled in</translation>
    </message>
    <message>
        <source>%1 · 要改请按“上一步”</source>
        <translation>%1 · go back to change something</translation>
    </message>
    <message>
        <source>核对无误</source>
        <translation>All is correct</translation>
    </message>
    <message>
        <source>按住看完整信息</source>
        <translation>Hold to see in full</translation>
    </message>
    <message>
        <source>材料</source>
        <translation>Materials</translation>
    </message>
</context>
<context>
    <name>ScanPagesPage</name>
    <message>
        <source>这一页清楚吗？</source>
        <translation>Is this page clear?</translation>
    </message>
    <message>
        <source>请把材料放在高拍仪下</source>
        <translation>Lay the paper under the camera</translation>
    </message>
    <message>
        <source>%1 · 第 %2 页</source>
        <translation>%1 · page %2</translation>
    </message>
    <message>
        <source>就这些，完成</source>
        <translation>That is all, done</translation>
    </message>
    <message>
        <source>拍照</source>
        <translation>Take the picture</translation>
    </message>
    <message>
        <source>拍好的一页</source>
        <translation>The page that was taken</translation>
    </message>
    <message>
        <source>高拍仪看到的画面</source>
        <translation>What the camera sees</translation>
    </message>
    <message>
        <source>一次放一页，四个角都要露出来</source>
        <translation>One page at a time, with all four corners in sight</translation>
    </message>
    <message>
        <source>纸放平，手拿开，再按“拍照”</source>
        <translation>Lay it flat, take your hand away, then press “Take the picture”</translation>
    </message>
    <message>
        <source>照片只交给这次申请，不存在这台机器上</source>
        <translation>The pictures go to this application only; this machine keeps none</translation>
    </message>
    <message>
        <source>重拍</source>
        <translation>Take it again</translation>
    </message>
    <message>
        <source>转一下</source>
        <translation>Turn it</translation>
    </message>
    <message>
        <source>再拍一页</source>
        <translation>Another page</translation>
    </message>
    <message>
        <source>没带来，以后到窗口交</source>
        <translation>Not with me; I will bring it to a window</translation>
    </message>
</context>
<context>
    <name>ScrollArea</name>
    <message>
        <source>往上看</source>
        <translation>Up</translation>
    </message>
    <message>
        <source>已到最后</source>
        <translation>End</translation>
    </message>
    <message>
        <source>下面还有</source>
        <translation>More below</translation>
    </message>
</context>
<context>
    <name>ShowCasePage</name>
    <message>
        <source>看完了</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>现在：%1</source>
        <translation>Now: %1</translation>
    </message>
    <message>
        <source>%1
办件编号 %2</source>
        <translation>%1
Case number %2</translation>
    </message>
    <message>
        <source>申请人</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>办理部门</source>
        <translation>Handled by</translation>
    </message>
    <message>
        <source>提交时间</source>
        <translation>Filed</translation>
    </message>
    <message>
        <source>时限</source>
        <translation>Time limit</translation>
    </message>
    <message>
        <source>补打回执</source>
        <translation>Print the slip again</translation>
    </message>
    <message>
        <source>经过</source>
        <translation>What happened</translation>
    </message>
</context>
<context>
    <name>ShowGuidePage</name>
    <message>
        <source>开始办理</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>不在这里办，取号到窗口</source>
        <translation>Not here: take a number for a window</translation>
    </message>
    <message>
        <source>在这里办</source>
        <translation>Here it takes</translation>
    </message>
    <message numerus="yes">
        <source>约 %n 分钟</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
    <message>
        <source>承诺多久办结</source>
        <translation>Done within</translation>
    </message>
    <message>
        <source>收费</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>什么人可以办</source>
        <translation>Who may apply</translation>
    </message>
    <message>
        <source>要哪些材料</source>
        <translation>What you need</translation>
    </message>
    <message>
        <source>办完拿到</source>
        <translation>You get</translation>
    </message>
    <message>
        <source>法定时限</source>
        <translation>Limit by law</translation>
    </message>
    <message>
        <source>还能在哪办</source>
        <translation>Also done at</translation>
    </message>
    <message>
        <source>怎样核验您</source>
        <translation>How we identify you</translation>
    </message>
    <message>
        <source>身份证，加手机验证码</source>
        <translation>ID card and a code sent to your phone</translation>
    </message>
    <message>
        <source>身份证</source>
        <translation>ID card</translation>
    </message>
    <message>
        <source>手机验证码</source>
        <translation>a code sent to your phone</translation>
    </message>
    <message>
        <source>不用核验</source>
        <translation>none</translation>
    </message>
    <message>
        <source>办理部门</source>
        <translation>Handled by</translation>
    </message>
    <message>
        <source>咨询电话</source>
        <translation>Questions</translation>
    </message>
    <message>
        <source>监督电话</source>
        <translation>Complaints</translation>
    </message>
</context>
<context>
    <name>SignPage</name>
    <message>
        <source>请手写签名</source>
        <translation>Please sign</translation>
    </message>
    <message>
        <source>确认签名并提交</source>
        <translation>Sign and submit</translation>
    </message>
    <message>
        <source>您签名承诺</source>
        <translation>You declare</translation>
    </message>
    <message>
        <source>签名只用于这次申请。申请内容的指纹：%1</source>
        <translation>The signature is used for this application only. Its fingerprint: %1</translation>
    </message>
    <message>
        <source>用手指在这里写您的姓名</source>
        <translation>Write your name here with a finger</translation>
    </message>
    <message>
        <source>签名框</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>重写</source>
        <translation>Write again</translation>
    </message>
    <message>
        <source>写得太短，请写全姓名</source>
        <translation>Too short; please write your whole name</translation>
    </message>
</context>
<context>
    <name>StaffCardPage</name>
    <message>
        <source>暂停服务，维护中</source>
        <translation>Out of service: maintenance</translation>
    </message>
    <message>
        <source>请使用其他自助机，或到综合窗口办理</source>
        <translation>Please use another terminal, or go to an integrated window</translation>
    </message>
    <message>
        <source>恢复服务</source>
        <translation>Resume service</translation>
    </message>
    <message>
        <source>请等 %1 秒再试</source>
        <translation>Please wait %1 seconds</translation>
    </message>
    <message>
        <source>工作人员</source>
        <translation>Staff</translation>
    </message>
    <message>
        <source>请把自己的卡放在读卡区，再输入 PIN</source>
        <translation>Lay your own card on the reader, then enter your PIN</translation>
    </message>
    <message>
        <source>读卡器都不能用，输入证件号码</source>
        <translation>No reader works: type the number of your card</translation>
    </message>
</context>
<context>
    <name>StaffListPage</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>恢复服务</source>
        <translation>Resume service</translation>
    </message>
</context>
<context>
    <name>StaffNumberPage</name>
    <message>
        <source>请输入证件号码</source>
        <translation>Type the number of your card</translation>
    </message>
    <message>
        <source>您自己的证件号码，18 位；只显示最后几位</source>
        <translation>Of your own card, 18 characters; only the last are shown</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>已输入 %1 位</source>
        <translation>%1 digits entered</translation>
    </message>
    <message>
        <source>恢复服务</source>
        <translation>Resume service</translation>
    </message>
</context>
<context>
    <name>StaffPinPage</name>
    <message>
        <source>请输入 PIN</source>
        <translation>Enter your PIN</translation>
    </message>
    <message>
        <source>输错以后要等一会儿，每错一次时间加倍</source>
        <translation>After a wrong PIN there is a wait, twice as long each time</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Log in</translation>
    </message>
    <message>
        <source>已输入 %1 位</source>
        <translation>%1 digits entered</translation>
    </message>
    <message>
        <source>恢复服务</source>
        <translation>Resume service</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>大字</source>
        <translation>Large print</translation>
    </message>
    <message>
        <source>高对比</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>坐姿</source>
        <translation>Seated</translation>
    </message>
</context>
<context>
    <name>StageBar</name>
    <message>
        <source>进行中</source>
        <translation>now</translation>
    </message>
    <message>
        <source>还没到</source>
        <translation>not yet</translation>
    </message>
</context>
<context>
    <name>StillThere</name>
    <message>
        <source>您还在吗？</source>
        <translation>Are you still there?</translation>
    </message>
    <message>
        <source>秒后自动退出，没办完的内容会清除</source>
        <translation>seconds until this visit ends; what is not finished will be cleared</translation>
    </message>
    <message>
        <source>我还在</source>
        <translation>I&apos;m still here</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Leave</translation>
    </message>
</context>
<context>
    <name>TakeYourPaperPage</name>
    <message>
        <source>请拿走您的身份证</source>
        <translation>Please take your ID card</translation>
    </message>
    <message>
        <source>请取走纸张和身份证</source>
        <translation>Please take your paper and ID card</translation>
    </message>
    <message>
        <source>请检查随身物品</source>
        <translation>Please check your belongings</translation>
    </message>
    <message>
        <source>请记下编号</source>
        <translation>Please note the number</translation>
    </message>
    <message>
        <source>请取走您的证明</source>
        <translation>Please take your certificate</translation>
    </message>
    <message>
        <source>请取走回执</source>
        <translation>Please take your slip</translation>
    </message>
    <message>
        <source>请取走小票</source>
        <translation>Please take your ticket</translation>
    </message>
    <message numerus="yes">
        <source>共 %n 份，请点清</source>
        <translation>
            <numerusform>%n copy</numerusform>
            <numerusform>%n copies, please count them</numerusform>
        </translation>
    </message>
    <message>
        <source>取好了</source>
        <translation>I have it</translation>
    </message>
    <message>
        <source>纸从屏幕下方的宽出口出来</source>
        <translation>The paper comes out of the wide slot below</translation>
    </message>
    <message>
        <source>小票从屏幕下方的窄出口出来</source>
        <translation>The ticket comes out of the narrow slot below</translation>
    </message>
    <message>
        <source>办件编号</source>
        <translation>Case number</translation>
    </message>
    <message>
        <source>号码</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>查询码（和编号一起用来查进度）</source>
        <translation>Query code (needed with the case number to look it up)</translation>
    </message>
    <message>
        <source>回执只证明已收到申请，是否受理会另行通知。热敏纸会褪色，请拍照保存。</source>
        <translation>The slip only proves that your application was received; you will be told whether it is accepted. Thermal paper fades, so please take a photo.</translation>
    </message>
</context>
<context>
    <name>TakeYourTicketPage</name>
    <message>
        <source>取号成功，请取走小票</source>
        <translation>This is your number. Please take the ticket</translation>
    </message>
    <message>
        <source>取号成功，请记下号码</source>
        <translation>This is your number. Please note it</translation>
    </message>
    <message>
        <source>小票从屏幕下方的窄出口出来</source>
        <translation>The ticket comes out of the narrow slot below</translation>
    </message>
    <message>
        <source>没有小票，凭号码到窗口办理</source>
        <translation>There is no ticket: the number is all you need at the window</translation>
    </message>
    <message>
        <source>取好了</source>
        <translation>I have it</translation>
    </message>
    <message>
        <source>记好了</source>
        <translation>I have noted it</translation>
    </message>
    <message>
        <source>等候</source>
        <translation>Wait at</translation>
    </message>
    <message>
        <source>前面</source>
        <translation>Before you</translation>
    </message>
    <message numerus="yes">
        <source>约 %n 人</source>
        <translation>
            <numerusform>about %n person</numerusform>
            <numerusform>about %n people</numerusform>
        </translation>
    </message>
    <message>
        <source>预计等候</source>
        <translation>Expected wait</translation>
    </message>
    <message>
        <source>办理</source>
        <translation>For</translation>
    </message>
    <message>
        <source>请备好</source>
        <translation>Have ready</translation>
    </message>
    <message>
        <source>过号</source>
        <translation>If missed</translation>
    </message>
</context>
<context>
    <name>TicketHead</name>
    <message>
        <source>号码 %1</source>
        <translation>Number %1</translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message>
        <source>返回首页</source>
        <translation>Back to start</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>请记下这个编号</source>
        <translation>Please note this number</translation>
    </message>
    <message>
        <source>现在怎么办</source>
        <translation>What to do now</translation>
    </message>
    <message>
        <source>别的办法</source>
        <translation>Another way</translation>
    </message>
    <message>
        <source>%1 秒后自动返回</source>
        <translation>Returns by itself in %1 seconds</translation>
    </message>
    <message>
        <source>%1 秒后自动继续</source>
        <translation>Goes on by itself in %1 seconds</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>%1。工作人员处理好会接着打；等不到的话，马上告诉您怎么办</source>
        <translation>%1. It goes on as soon as staff have put it right; if that takes too long you are told at once what to do</translation>
    </message>
    <message>
        <source>%1，第 %2 页，共 %3 页</source>
        <translation>%1, page %2 of %3</translation>
    </message>
    <message>
        <source>请稍候，现在请不要离开</source>
        <translation>Please wait and don&apos;t leave now</translation>
    </message>
    <message>
        <source>请稍候</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>仍在处理，没有卡住。已等 %1 秒，不想等可以退出</source>
        <translation>Still working, nothing is stuck. %1 seconds so far; you may leave if you don&apos;t want to wait</translation>
    </message>
    <message>
        <source>仍在处理，没有卡住。已等 %1 秒，办完会自动进入下一步</source>
        <translation>Still working, nothing is stuck. %1 seconds so far; it goes on by itself when done</translation>
    </message>
</context>
</TS>
